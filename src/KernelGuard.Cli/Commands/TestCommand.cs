using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using KernelGuard.Cli.Output;
using KernelGuard.Cli.Testing;

namespace KernelGuard.Cli.Commands;

/// <summary><c>kernelguard test</c>: do policies decide as their cases say?</summary>
internal static class TestCommand
{
    public static Command Create(Terminal terminal)
    {
        var paths = new Argument<string[]>("path") { Description = "Folders of policies with a folder `tests` in them, or files of cases.", Arity = ArgumentArity.OneOrMore };
        paths.Validators.Add(StandardOptions.RejectOptions);
        var policy = new Option<string?>("--policy") { Description = "The policies that are tested, where the cases do not lie in the folder `tests` beside them.", HelpName = "file|folder" };
        var tools = StandardOptions.Tools();
        var filter = new Option<string?>("--filter") { Description = "Run only cases whose name contains this text. Coverage is then not measured.", HelpName = "text" };
        var minCoverage = new Option<decimal?>("--min-coverage")
        {
            Description = "How many percent of rules and branches cases have to reach.", HelpName = "percent", CustomParser = ReadPercent,
        };
        var json = StandardOptions.Json();
        var command = new Command("test", "Runs the cases that are kept beside policies, and measures which rules they reach.")
        {
            paths, policy, tools, filter, minCoverage, json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(filter) is not null && result.GetResult(minCoverage) is not null)
            {
                result.AddError("--filter leaves cases out, so --min-coverage cannot be asked with it.");
            }
        });
        command.SetAction((parsed, cancellationToken) => RunAsync(
            SuiteFinder.Find(parsed.GetRequiredValue(paths), parsed.GetValue(policy)),
            new SuiteRunner(parsed.GetValue(tools), parsed.GetValue(filter)),
            parsed.GetValue(minCoverage),
            parsed.GetValue(json),
            terminal,
            cancellationToken));
        return command;
    }

    private static decimal? ReadPercent(ArgumentResult result)
    {
        if (decimal.TryParse(result.Tokens[0].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent <= 100)
        {
            return percent;
        }

        result.AddError("--min-coverage is a number from 0 to 100, such as 90 or 99.9.");
        return null;
    }

    private static async Task<int> RunAsync(
        IReadOnlyList<TestSuite> suites, SuiteRunner runner, decimal? minCoverage, bool asJson, Terminal terminal, CancellationToken cancellationToken)
    {
        var results = new List<SuiteResult>();
        foreach (var suite in suites)
        {
            results.Add(await runner.RunAsync(suite, cancellationToken));
        }

        var report = new TestReport(results, minCoverage);
        if (report.Cases == 0)
        {
            throw new CannotRunException("no case has such a name");
        }

        if (asJson)
        {
            JsonOutput.Write(terminal.Output, json => TestPrinter.WriteJson(report, json));
        }
        else
        {
            TestPrinter.Print(report, new Screen(terminal));
        }

        return report.IsFine ? ExitCodes.Fine : ExitCodes.Findings;
    }
}
