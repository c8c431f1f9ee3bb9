using System.CommandLine;
using System.CommandLine.Parsing;

namespace KernelGuard.Cli.Commands;

/// <summary>Options that several commands have, so that they are the same everywhere.</summary>
internal static class StandardOptions
{
    public static Option<string> Policy() =>
        new("--policy") { Description = "A policy file, or a folder of them.", HelpName = "file|folder", Required = true };

    public static Option<string?> Tools() => new("--tools")
    {
        Description = "All tools that exist: a JSON array of {name, description, parameters: JSON Schema}. Without it any tool may exist.",
        HelpName = "file.json",
    };

    public static Option<bool> Json() => new("--json") { Description = "Print one JSON object instead of text." };

    /// <summary>Lets no path begin with two dashes: a mistyped option would be looked for as a file.</summary>
    public static void RejectOptions(ArgumentResult paths)
    {
        foreach (var token in paths.Tokens.Where(token => token.Value.StartsWith("--", StringComparison.Ordinal)))
        {
            paths.AddError($"Unrecognized option '{token.Value}'.");
        }
    }
}
