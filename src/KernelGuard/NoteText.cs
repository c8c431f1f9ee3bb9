using KernelGuard.Tools;

namespace KernelGuard;

/// <summary>Text that people give with what they do, as logs and evidence show it: on one line, bounded, well-formed.</summary>
internal static class NoteText
{
    /// <summary>How many characters are kept.</summary>
    public const int MaxChars = 500;

    private const string Nothing = "not given";

    public static string Of(string text)
    {
        var words = string.Join(' ', ToolName.Repair(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var line = new string([.. words.Where(c => !char.IsControl(c))]);
        return line.Length == 0 ? Nothing : line.Length <= MaxChars ? line : ToolName.Repair(line[..MaxChars]);
    }
}
