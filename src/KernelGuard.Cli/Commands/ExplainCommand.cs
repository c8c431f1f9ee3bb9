using System.CommandLine;
using System.Text;
using KernelGuard.Cli.CallLines;
using KernelGuard.Cli.Explaining;
using KernelGuard.Cli.Judging;
using KernelGuard.Cli.Output;

namespace KernelGuard.Cli.Commands;

/// <summary><c>kernelguard explain</c>: one call, every rule that concerns it, and why it is decided as it is.</summary>
internal static class ExplainCommand
{
    public static Command Create(Terminal terminal)
    {
        var policy = StandardOptions.Policy();
        var call = new Option<string>("--call") { Description = "A call as `decide` reads it: JSON text, @ and the name of a file, or - for standard input.", HelpName = "json|@file|-", Required = true };
        var tools = StandardOptions.Tools();
        var json = StandardOptions.Json();
        var command = new Command("explain", "Judges one call and shows every rule that concerns it.") { policy, call, tools, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var line = await ReadCallAsync(parsed.GetRequiredValue(call), terminal, cancellationToken);
            var explanation = await Explainer.ExplainAsync(
                parsed.GetRequiredValue(policy), GuardFiles.ReadTools(parsed.GetValue(tools)), line, cancellationToken);
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(terminal.Output, writer => ExplanationPrinter.WriteJson(explanation, writer));
            }
            else
            {
                ExplanationPrinter.Print(explanation, new Screen(terminal));
            }

            return ExitCodes.Fine;
        });
        return command;
    }

    private static async Task<CallLine> ReadCallAsync(string source, Terminal terminal, CancellationToken cancellationToken)
    {
        var text = source switch
        {
            "-" => await ReadInputAsync(terminal.Input, cancellationToken),
            ['@', .. var path] => GuardFiles.ReadFile(path),
            _ => Encoding.UTF8.GetBytes(source),
        };
        var start = text.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        var line = new InputLine(1, text.AsMemory(start), text.Length - start > LineReader.DefaultMaxLineBytes);
        if (CallLineReader.Read(line, out var call) is { } problem)
        {
            throw new CannotRunException($"the call cannot be read: {problem}");
        }

        return call.Tool is null ? throw new CannotRunException("the call cannot be read: it has no `tool`") : call;
    }

    private static async Task<byte[]> ReadInputAsync(Stream input, CancellationToken cancellationToken)
    {
        using var text = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int read;
        while (text.Length <= LineReader.DefaultMaxLineBytes && (read = await input.ReadAsync(buffer, cancellationToken)) > 0)
        {
            text.Write(buffer, 0, read);
        }

        return text.ToArray();
    }
}
