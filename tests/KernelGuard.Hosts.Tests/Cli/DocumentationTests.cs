using System.Text;
using System.Text.RegularExpressions;

namespace KernelGuard.Hosts.Tests.Cli;

/// <summary>Runs the examples of documents: blocks with <c>file=</c> are written to a folder, blocks of <c>console</c> are run there and compared.</summary>
public sealed partial class DocumentationTests
{
    private const string AndErrors = " 2>&1";

    public static TheoryData<string, int, string, string> Examples { get; } = [.. FindExamples("docs/cli.md"), .. FindExamples("docs/policy-tests.md")];

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Example_Run_GivesWhatIsPrinted(string document, int exitCode, string commands, string expected)
    {
        using var folder = new TestFolder();
        foreach (Match file in FileBlock().Matches(Repository.Read(document)))
        {
            folder.Write(file.Groups["name"].Value, file.Groups["text"].Value);
        }

        var output = new StringBuilder();
        foreach (var command in commands.Split('\n'))
        {
            var (arguments, inputFile) = Split(command.Replace(AndErrors, "", StringComparison.Ordinal));
            var input = inputFile is null ? "" : await File.ReadAllTextAsync(folder[inputFile], TestContext.Current.CancellationToken);
            var result = (await CliProcess.RunAsync(arguments, input, workingFolder: folder.Path)).Expect(exitCode);
            output.Append(result.Output).Append(command.EndsWith(AndErrors, StringComparison.Ordinal) ? result.Error : "");
        }

        // `…` stands for any text; alone on a line, for any lines.
        var pattern = string.Join('\n', expected.Split('\n').Select(line =>
            line == "…" ? "(?:.*\n)*?.*" : Regex.Escape(line).Replace("…", ".*", StringComparison.Ordinal)));
        Assert.Matches($"^{pattern}$", output.ToString());
    }

    [Fact]
    public void Examples_EveryCommand_HasOne() => Assert.All(
        ["check", "policy show", "roles list", "roles show", "roles diff", "halt", "resume", "explain", "test", "format", "decide", "audit verify"],
        command => Assert.Contains(FindExamples("docs/cli.md"), example => example.Commands.Contains($"kernelguard {command} ", StringComparison.Ordinal)));

    private static IEnumerable<(string Document, int ExitCode, string Commands, string Output)> FindExamples(string document)
    {
        foreach (Match block in ConsoleBlock().Matches(Repository.Read(document)))
        {
            var lines = block.Groups["text"].Value.TrimEnd('\n').Split('\n');
            var commands = lines.TakeWhile(line => line.StartsWith("$ ", StringComparison.Ordinal)).Select(line => line[2..]).ToArray();
            var exitCode = block.Groups["exit"] is { Success: true } exit ? int.Parse(exit.Value, System.Globalization.CultureInfo.InvariantCulture) : 0;
            yield return (document, exitCode, string.Join('\n', commands), string.Join('\n', lines.Skip(commands.Length)) + "\n");
        }
    }

    private static (List<string> Arguments, string? InputFile) Split(string command)
    {
        var parts = Word().Matches(command).Select(word => word.Value.Trim('\'')).ToList();
        Assert.Equal("kernelguard", parts[0]);
        var input = parts.IndexOf("<");
        return input < 0 ? (parts[1..], null) : (parts[1..input], parts[input + 1]);
    }

    [GeneratedRegex("^```[a-z]+ file=(?<name>\\S+)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex FileBlock();

    [GeneratedRegex("^```console(?: exit=(?<exit>[0-9]))?\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ConsoleBlock();

    [GeneratedRegex("'[^']*'|[^' ]+")]
    private static partial Regex Word();
}
