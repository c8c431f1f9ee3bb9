using KernelGuard.Cel;

namespace KernelGuard.Rules;

/// <summary>What expressions read of <c>resource</c> and <c>context</c>, directly or through the variables of their document.</summary>
internal static class FactPaths
{
    /// <summary>Paths such as <c>resource.team</c>; <c>resource</c> alone where an expression reads it as a whole.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<CelProgram> programs, PolicyScope scope)
    {
        var own = programs.ToList();
        var all = own.Exists(program => program.ReferencedVariables.Contains("vars")) ? own.Concat(scope.Programs) : own;
        return
        [
            .. all.SelectMany(program => program.ReferencedPaths)
                .Select(path => path.Split('.'))
                .Where(parts => parts[0] is "resource" or "context")
                .Select(parts => string.Join('.', parts.Take(2)))
                .Distinct(StringComparer.Ordinal),
        ];
    }
}
