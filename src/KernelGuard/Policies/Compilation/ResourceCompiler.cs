using KernelGuard.Cel;
using KernelGuard.Policies.Documents;
using KernelGuard.Policies.Reading;
using KernelGuard.Rules;

namespace KernelGuard.Policies.Compilation;

/// <summary>Compiles what the calls of a document's tools are about.</summary>
internal static class ResourceCompiler
{
    // What is known of a resource cannot decide which resource it is.
    private static readonly string[] Readable = ["args", "agent", "user", "session", "env", "tool"];

    public static IEnumerable<ResourceBinding> Compile(PolicyDocument document, CelEnvironment environment, DiagnosticBag bag)
    {
        foreach (var tool in document.Tools)
        {
            if (tool.Resource is not { } resource || ExpressionCompiler.Compile(environment, resource.Id, null, bag).Program is not { } id)
            {
                continue;
            }

            if (id.ReferencedVariables.FirstOrDefault(name => !Readable.Contains(name)) is { } name)
            {
                bag.Error(
                    DiagnosticCodes.InvalidExpression,
                    resource.Id.Span,
                    $"the id of a resource cannot be found by `{name}`",
                    $"it can read {string.Join(", ", Readable.Select(readable => $"`{readable}`"))}");
                continue;
            }

            yield return new ResourceBinding(tool.Name.Value, resource.Type.Value, id);
        }
    }
}
