using KernelGuard.Cli.Output;
using KernelGuard.Policies;
using KernelGuard.Tools;

namespace KernelGuard.Cli.Checking;

/// <summary>One thing that <c>check</c> found.</summary>
/// <param name="Code">What kind of finding it is.</param>
/// <param name="IsError">Whether the policies cannot be used.</param>
/// <param name="Message">What was found.</param>
/// <param name="File">The file it was found in.</param>
internal sealed record Finding(string Code, bool IsError, string Message, string File)
{
    /// <summary>The line, from 1, or 0.</summary>
    public int Line { get; init; }

    /// <summary>The column, from 1, or 0.</summary>
    public int Column { get; init; }

    /// <summary>How many characters it concerns.</summary>
    public int Length { get; init; }

    /// <summary>What may help, or null.</summary>
    public string? Help { get; init; }

    /// <summary>The finding in the style of a compiler, ending in a line break.</summary>
    public required string Text { get; init; }

    /// <summary>How bad it is, in a word.</summary>
    public string Severity => IsError ? "error" : "warning";

    /// <summary>How it should strike the reader.</summary>
    public Tone Tone => IsError ? Tone.Bad : Tone.Notice;

    /// <summary>Of a policy document.</summary>
    public static Finding Of(PolicyDiagnostic diagnostic) =>
        new(diagnostic.Code, diagnostic.Severity == PolicySeverity.Error, diagnostic.Message, diagnostic.File)
        {
            Line = diagnostic.Line,
            Column = diagnostic.Column,
            Length = diagnostic.Length,
            Help = diagnostic.Help,
            Text = PolicyDiagnosticFormatter.Format(diagnostic),
        };

    /// <summary>Of a place in a file of tools.</summary>
    public static Finding Of(ToolFileError error, string file) => new("tool_file", IsError: true, error.Message, file)
    {
        Line = error.Line,
        Column = error.Column,
        Text = $"error[tool_file]: {error.Message}\n  --> {file}:{error.Line}:{error.Column}\n",
    };

    /// <summary>Of tools that cannot be used as they are described or declared.</summary>
    public static Finding OfTools(string message, string file) => new("tool_conflict", IsError: true, message, file)
    {
        Text = $"error[tool_conflict]: {message}\n  --> {file}\n",
    };

    /// <summary>Of what a tool's schema says without effect.</summary>
    public static Finding OfSchema(string message, string file) => Warning("tool_schema", message, file);

    /// <summary>Of a tool that no rule can let run.</summary>
    /// <param name="tool">The tool.</param>
    /// <param name="verb">What no rule does: concern it, or permit it.</param>
    /// <param name="file">The file of tools.</param>
    public static Finding Ungoverned(string tool, string verb, string file) => Warning("ungoverned_tool", $"no rule {verb} the tool `{tool}`", file);

    /// <summary>Of a pattern of a role that no tool matches.</summary>
    public static Finding UnmatchedPattern(string role, string pattern, string file) =>
        Warning("unmatched_pattern", $"the role `{role}` may call `{pattern}`, and there is no such tool", file);

    /// <summary>Of a tool that no role may call.</summary>
    public static Finding OfNoRole(string tool, string file) => Warning("tool_of_no_role", $"no role may call the tool `{tool}`", file);

    private static Finding Warning(string code, string message, string file) => new(code, IsError: false, message, file)
    {
        Text = $"warning[{code}]: {message}\n  --> {file}\n",
    };
}
