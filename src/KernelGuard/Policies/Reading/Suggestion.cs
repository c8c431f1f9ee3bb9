using KernelGuard.Tools;

namespace KernelGuard.Policies.Reading;

/// <summary>Finds the word that a mistyped one was probably meant to be.</summary>
internal static class Suggestion
{
    /// <summary>A sentence that names the nearest candidate, or null where none is near.</summary>
    public static string? For(string text, IEnumerable<string> candidates) =>
        NearestNames.Of(text, candidates) is [var nearest, ..] ? $"did you mean {NearestNames.ToText([nearest])}?" : null;
}
