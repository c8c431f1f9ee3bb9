using KernelGuard.Calls;
using KernelGuard.Cel;
using KernelGuard.State;

namespace KernelGuard.Rules;

/// <summary>Which resource the calls of a tool are about, as the policy set declares it. Immutable.</summary>
/// <param name="Tool">The tool.</param>
/// <param name="Type">The type of the resource.</param>
/// <param name="Id">Gives its id; reads nothing that a resource has a part in.</param>
internal sealed record ResourceBinding(string Tool, string Type, CelProgram Id)
{
    // The id of a resource cannot depend on counters.
    private static readonly UsageStore NoUsage = new();

    /// <summary>The argument that is the id, where the expression is no more than that; or null.</summary>
    public string? IdArgument => Id.ReferencedPaths is [var path] && path == Id.Source.Trim() && path.Split('.') is ["args", var name] ? name : null;

    /// <summary>Finds the id of a call's resource.</summary>
    /// <returns>The id, or why there is none.</returns>
    public (string? Id, string? Failure) Find(ToolCallRequest request)
    {
        var value = Id.Evaluate(new DecisionActivation(request, default, NoUsage));
        return value.Kind switch
        {
            CelKind.String when value.AsString.Length > 0 => (value.AsString, null),
            CelKind.Int => (value.ToString(), null),
            CelKind.Error => (null, ConditionErrors.Describe(value.ErrorValue!, Id)),
            _ => (null, "the id is empty, or neither text nor a whole number"),
        };
    }
}
