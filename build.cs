#:property PublishAot=false
#:property ManagePackageVersionsCentrally=false

// The build of KernelGuard. It needs the SDK that global.json names and nothing else; all it writes is in artifacts/, bin/ and obj/.

using System.Diagnostics;
using System.Xml.Linq;

const string Artifacts = "artifacts";
const string Cli = "src/KernelGuard.Cli";
const string FirstSample = "samples/01-first-denial";
const string Benchmarks = "tests/KernelGuard.Benchmarks";

if (AppContext.GetData("EntryPointFileDirectoryPath") is string root)
{
    Directory.SetCurrentDirectory(root);
}

return args switch
{
    ["demo"] => Demo(),
    ["test"] => Test(),
    ["bench", .. var rest] => Bench(rest),
    ["pack"] => Pack(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        usage: dotnet run build.cs <command>

          demo    runs the first sample, then judges recorded calls with the command line tool and verifies the evidence
          test    builds the solution and runs all tests; ends with the line "N passed, N failed, N skipped"
          bench   runs the benchmarks in Release; arguments after it are passed on
          pack    writes the packages to artifacts/packages
        """);
    return 2;
}

static int Demo()
{
    var folder = EmptyFolder($"{Artifacts}/demo");
    var evidence = $"{folder}/evidence";
    string[] kernelguard = ["run", "--project", Cli, "--no-build", "--"];
    string[][] steps =
    [
        ["build", Cli, "--nologo", "-v", "q"],
        ["build", FirstSample, "--nologo", "-v", "q"],
        ["run", "--project", FirstSample, "--no-build"],
        [.. kernelguard, "decide", "--policy", "samples/policies/support", "--calls", "samples/data/first-denial.jsonl",
            "--tools", "samples/data/tools.json", "--summary", "--quiet", "--evidence", evidence],
        [.. kernelguard, "audit", "verify", evidence],
    ];
    return InOrder(steps);
}

static int Test()
{
    var results = EmptyFolder($"{Artifacts}/test-results");
    if (Dotnet("build", "KernelGuard.sln", "--nologo", "-v", "q") != 0)
    {
        Console.WriteLine("the build failed, no test ran");
        return Finish(default, succeeded: false);
    }

    var sum = default(Counts);
    var succeeded = true;
    foreach (var project in Projects("tests", "*.Tests.csproj"))
    {
        var name = Path.GetFileNameWithoutExtension(project);
        var exitCode = Dotnet("test", project, "--no-build", "--nologo", "-v", "q", "--logger", $"trx;LogFileName={name}.trx", "--results-directory", results);
        var counts = Report(name, $"{results}/{name}.trx");
        if (counts.Ran == 0 || (exitCode != 0 && counts.Failed == 0))
        {
            Console.WriteLine($"  {name}: exit code {exitCode} after {counts.Ran} tests; a run without tests or without an end is a failure");
            succeeded = false;
        }

        sum += counts;
    }

    return Finish(sum, succeeded && sum.Ran > 0 && sum.Failed == 0);
}

static int Finish(Counts sum, bool succeeded)
{
    Console.WriteLine(sum);
    return succeeded ? 0 : 1;
}

static int Bench(string[] arguments) => InOrder([["run", "--configuration", "Release", "--project", Benchmarks, "--", .. arguments]]);

static int Pack()
{
    var packages = EmptyFolder($"{Artifacts}/packages");
    return InOrder([.. Projects("src", "*.csproj").Select(project => (string[])["pack", project, "--nologo", "-v", "q", "--output", packages])]);
}

static Counts Report(string project, string trxPath)
{
    if (!File.Exists(trxPath))
    {
        Console.WriteLine($"{project}: no results");
        return default;
    }

    var trx = XDocument.Load(trxPath);
    var counts = Counts.Read(trx);
    Console.WriteLine($"{project}: {counts}");
    foreach (var result in trx.Descendants().Where(element => element.Name.LocalName == "UnitTestResult"))
    {
        var outcome = result.Attribute("outcome")?.Value;
        if (outcome != "Passed")
        {
            var reason = result.Descendants().FirstOrDefault(element => element.Name.LocalName == "Message")?.Value ?? "no reason given";
            var word = outcome == "NotExecuted" ? "skipped" : "failed";
            Console.WriteLine($"  {word}: {result.Attribute("testName")?.Value}: {reason.ReplaceLineEndings(" ")}");
        }
    }

    return counts;
}

static IEnumerable<string> Projects(string folder, string pattern) =>
    Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal);

static string EmptyFolder(string path)
{
    if (Directory.Exists(path))
    {
        Directory.Delete(path, recursive: true);
    }

    Directory.CreateDirectory(path);
    return path;
}

static int InOrder(string[][] commands)
{
    foreach (var command in commands)
    {
        var exitCode = Dotnet(command);
        if (exitCode != 0)
        {
            Console.Error.WriteLine($"`dotnet {string.Join(' ', command)}` failed: exit code {exitCode}");
            return 1;
        }
    }

    return 0;
}

static int Dotnet(params string[] arguments)
{
    Console.WriteLine($"> dotnet {string.Join(' ', arguments.Select(argument => argument.AsSpan().ContainsAny(" ;*") ? $"\"{argument}\"" : argument))}");
    using var process = Process.Start(new ProcessStartInfo("dotnet", arguments))
        ?? throw new InvalidOperationException("`dotnet` could not be started");
    process.WaitForExit();
    return process.ExitCode;
}

/// <summary>What a test run came to. Whatever neither passed nor was skipped counts as failed.</summary>
internal readonly record struct Counts(int Passed, int Failed, int Skipped)
{
    public int Ran => Passed + Failed;

    public static Counts Read(XDocument trx)
    {
        var counters = trx.Descendants().First(element => element.Name.LocalName == "Counters");
        int Count(string name) => (int?)counters.Attribute(name) ?? 0;
        var skipped = Count("total") - Count("executed");
        return new Counts(Count("passed"), Count("total") - Count("passed") - skipped, skipped);
    }

    public static Counts operator +(Counts left, Counts right) =>
        new(left.Passed + right.Passed, left.Failed + right.Failed, left.Skipped + right.Skipped);

    public override string ToString() => $"{Passed} passed, {Failed} failed, {Skipped} skipped";
}
