using System.Text;

namespace KernelGuard.Tools;

/// <summary>What may be a tool's name, and how one that may not is shown in evidence.</summary>
internal static class ToolName
{
    private const int MaxChars = 512;

    /// <summary>Whether a name can be that of a tool: not endless, and well-formed Unicode.</summary>
    public static bool IsUsable(string name) => name.Length <= MaxChars && Repair(name) == name;

    /// <summary>The name as facts hold it: cut where it is endless, well-formed in any case.</summary>
    public static string Shown(string name) => Repair(name.Length <= MaxChars ? name : name[..MaxChars]);

    /// <summary>The text with halves of surrogate pairs replaced by U+FFFD; the same instance where there are none.</summary>
    public static string Repair(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            return text;
        }

        var repaired = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            repaired.Append(rune.ToString());
        }

        return repaired.ToString();
    }
}
