using System.CommandLine;
using KernelGuard.Cel;
using KernelGuard.Cel.Diagnostics;
using KernelGuard.Cli.Output;

namespace KernelGuard.Cli.Commands;

/// <summary><c>kernelguard cel</c>: the expression language by itself.</summary>
internal static class CelCommand
{
    public static Command Create(Terminal terminal) => new("cel", "Checks and evaluates expressions of the Common Expression Language.")
    {
        CreateEval(terminal),
        CreateCheck(terminal),
    };

    private static Command CreateEval(Terminal terminal)
    {
        var expression = Expression();
        var input = Input();
        var trace = new Option<bool>("--trace") { Description = "Print what every part came to first." };
        var command = new Command("eval", "Evaluates an expression and prints its value on the last line.") { expression, input, trace };
        command.SetAction(parsed =>
        {
            using var data = CelCommandInput.Read(parsed.GetValue(input), terminal.Input);
            var program = Compile(parsed.GetRequiredValue(expression), data, terminal);
            return program is null ? ExitCodes.Findings : Evaluate(program, data, parsed.GetValue(trace), terminal);
        });
        return command;
    }

    private static Command CreateCheck(Terminal terminal)
    {
        var expression = Expression();
        var input = Input();
        var schema = new Option<string?>("--schema")
        {
            Description = "A JSON Schema; the properties of the object that it describes are variables with their types.",
            HelpName = "file.json",
        };
        var command = new Command("check", "Checks an expression and prints its type and what it can cost.") { expression, input, schema };
        command.SetAction(parsed =>
        {
            using var data = CelCommandInput.Read(parsed.GetValue(input), terminal.Input, parsed.GetValue(schema));
            if (Compile(parsed.GetRequiredValue(expression), data, terminal) is not { } program)
            {
                return ExitCodes.Findings;
            }

            Print(terminal, $"type: {program.ResultType}");
            Print(terminal, $"cost: at most {program.EstimatedCost}");
            Print(terminal, program.ReferencedPaths.Count == 0 ? "reads: nothing" : $"reads: {string.Join(", ", program.ReferencedPaths)}");
            return ExitCodes.Fine;
        });
        return command;
    }

    private static Argument<string> Expression() => new("expression") { Description = "The expression, in quotes." };

    private static Option<string?> Input() => new("--input")
    {
        Description = "A JSON object whose fields are variables; - reads standard input.",
        HelpName = "file.json",
    };

    private static CelProgram? Compile(string source, CelCommandInput data, Terminal terminal)
    {
        var compilation = data.Environment.Compile(source);
        if (compilation.Diagnostics.Count > 0)
        {
            terminal.Error.WriteLine(PrintableText.Block(CelDiagnosticFormatter.Format(source, compilation.Diagnostics)));
        }

        return compilation.Program;
    }

    private static int Evaluate(CelProgram program, CelCommandInput data, bool traces, Terminal terminal)
    {
        var value = traces ? Trace(program, data, terminal) : program.Evaluate(data.CreateVariables());
        if (value.ErrorValue is { } error)
        {
            var finding = new CelDiagnostic(error.Code, error.Message, error.Span);
            terminal.Error.WriteLine(PrintableText.Block(CelDiagnosticFormatter.Format(program.Source, [finding])));
            return ExitCodes.Findings;
        }

        Print(terminal, value.ToString());
        return ExitCodes.Fine;
    }

    private static CelValue Trace(CelProgram program, CelCommandInput data, Terminal terminal)
    {
        var trace = program.Explain(data.CreateVariables());
        foreach (var step in trace.Steps)
        {
            Print(terminal, $"{step.Text} = {step.Value}");
        }

        return trace.Value;
    }

    private static void Print(Terminal terminal, string line) => terminal.Out.WriteLine(PrintableText.Line(line));
}
