using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using KernelGuard.Cli.Commands;
using KernelGuard.Cli.Output;

namespace KernelGuard.Cli;

/// <summary>Parses the command line and runs a command.</summary>
internal static class CommandLine
{
    // `@` begins the name of a file that holds a call, not of one that holds more arguments.
    private static readonly ParserConfiguration Syntax = new() { ResponseFileTokenReplacer = null };

    /// <summary>Runs a command.</summary>
    /// <param name="arguments">What was typed after the name of the program.</param>
    /// <param name="terminal">Where the command reads and writes.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(string[] arguments, Terminal terminal)
    {
        var parsed = CreateRoot(terminal).Parse(arguments, Syntax);
        if (parsed.Action is ParseErrorAction)
        {
            foreach (var error in parsed.Errors)
            {
                await Complain(terminal, error.Message);
            }

            await terminal.Error.WriteLineAsync($"see `{NameOf(parsed.CommandResult.Command)} --help`");
            return ExitCodes.CannotRun;
        }

        return await InvokeAsync(parsed, terminal);
    }

    // Not a RootCommand: that takes its name from the assembly, which cannot be `kernelguard` beside the library's `KernelGuard`.
    private static Command CreateRoot(Terminal terminal)
    {
        var root = new Command("kernelguard", "Checks KernelGuard policies, judges tool calls by them, and verifies the evidence they leave.")
        {
            new HelpOption(),
            new VersionOption(),
            CheckCommand.Create(terminal),
            ExplainCommand.Create(terminal),
            TestCommand.Create(terminal),
            FormatCommand.Create(terminal),
            DecideCommand.Create(terminal),
            CelCommand.Create(terminal),
            new Command("policy", "Looks into policies.") { PolicyShowCommand.Create(terminal) },
            HaltCommands.CreateHalt(terminal),
            HaltCommands.CreateResume(terminal),
            new Command("roles", "Shows what roles reach.") { RolesListCommand.Create(terminal), RolesShowCommand.Create(terminal), RolesDiffCommand.Create(terminal) },
            new Command("audit", "Looks into ledgers.") { AuditVerifyCommand.Create(terminal) },
        };
        ShowHelpWithoutSubcommand(root);
        return root;
    }

    private static void ShowHelpWithoutSubcommand(Command command)
    {
        command.SetAction(parsed => command.Parse("--help").Invoke(parsed.InvocationConfiguration));
        foreach (var group in command.Subcommands.Where(c => c.Subcommands.Count > 0))
        {
            ShowHelpWithoutSubcommand(group);
        }
    }

    private static async Task<int> InvokeAsync(ParseResult parsed, Terminal terminal)
    {
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = terminal.Out,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
            });
        }
        catch (OperationCanceledException)
        {
            await Complain(terminal, "cancelled");
        }
        catch (Exception e) when (e is CannotRunException or IOException or UnauthorizedAccessException)
        {
            await Complain(terminal, e.Message);
        }
#pragma warning disable CA1031 // The edge of the program: whoever typed the command gets a message and an exit code, never a stack trace.
        catch (Exception e)
#pragma warning restore CA1031
        {
            await Complain(terminal, $"something inside kernelguard failed: {e.Message}");
        }

        return ExitCodes.CannotRun;
    }

    private static Task Complain(Terminal terminal, string message) => terminal.Error.WriteLineAsync($"error: {PrintableText.Block(message)}");

    private static string NameOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{NameOf(parent)} {command.Name}" : command.Name;
}
