using KernelGuard.Calls.Freezing;
using KernelGuard.Tools.Schemas;

namespace KernelGuard.Tools.Results;

/// <summary>Numbers that may fit schemas: zero, and what lies at their bounds.</summary>
internal static class SampleNumbers
{
    /// <summary>The candidates, the first choice first.</summary>
    public static IEnumerable<object?> Of(IReadOnlyList<SchemaNode> parts)
    {
        var least = parts.Max(part => part.Minimum?.Value) ?? double.NegativeInfinity;
        var greatest = parts.Min(part => part.Maximum?.Value) ?? double.PositiveInfinity;
        double[] candidates = [0, Math.Ceiling(least), Math.Floor(least) + 1, Math.Floor(greatest), Math.Ceiling(greatest) - 1, least, (least / 2) + (greatest / 2), greatest];
        foreach (var candidate in candidates)
        {
            if (JsonNumber.TryConvert(candidate, out var number) is null)
            {
                yield return number;
            }
        }
    }
}
