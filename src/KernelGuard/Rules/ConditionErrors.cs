using KernelGuard.Cel;

namespace KernelGuard.Rules;

/// <summary>Words the errors of conditions, for evidence.</summary>
internal static class ConditionErrors
{
    /// <summary>The cause and the place of an error in a condition.</summary>
    public static string Describe(CelError error, CelProgram condition)
    {
        // An error that arose in a variable carries a span of that variable's source, so only the text is sure to belong here.
        var start = Math.Clamp(error.Span.Start, 0, condition.Source.Length);
        var length = Math.Clamp(error.Span.Length, 0, condition.Source.Length - start);
        return $"{error.Code}: {error.Message} at {start}..{start + length}";
    }
}
