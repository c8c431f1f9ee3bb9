using System.CommandLine;

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
}
