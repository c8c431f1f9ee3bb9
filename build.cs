#:property PublishAot=false
#:property ManagePackageVersionsCentrally=false

// The build of KernelGuard. It needs the SDK that global.json names and nothing else; all it writes is in artifacts/, bin/ and obj/.

using System.Diagnostics;
using System.Xml.Linq;

const string Artifacts = "artifacts";
const string EnvironmentProps = $"{Artifacts}/environment.props";
const string UpstreamSwitch = "UpstreamPackages";
const string Cli = "src/KernelGuard.Cli";
const string FirstSample = "samples/01-first-denial";
const string KernelSample = "samples/02-semantic-kernel";
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

          demo    runs two samples, then judges recorded calls with the command line tool and verifies the evidence
          test    builds the solution and runs all tests; ends with the line "N passed, N failed, N skipped"
          bench   runs the benchmarks in Release; arguments after it are passed on
          pack    writes the packages to artifacts/packages
        """);
    return 2;
}

static int Demo()
{
    FindUpstreamPackages();
    var folder = EmptyFolder($"{Artifacts}/demo");
    var evidence = $"{folder}/evidence";
    string[] kernelguard = ["run", "--project", Cli, "--no-build", "--"];
    string[][] steps =
    [
        ["build", KernelSample, "--nologo", "-v", "q"],
        ["run", "--project", KernelSample, "--no-build"],
        ["build", FirstSample, "--nologo", "-v", "q"],
        ["run", "--project", FirstSample, "--no-build"],
        ["build", Cli, "--nologo", "-v", "q"],
        [.. kernelguard, "decide", "--policy", "samples/policies/support", "--calls", "samples/data/first-denial.jsonl",
            "--tools", "samples/data/tools.json", "--summary", "--quiet", "--evidence", evidence],
        [.. kernelguard, "audit", "verify", evidence],
    ];
    return InOrder(steps);
}

static int Test()
{
    FindUpstreamPackages();
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

static int Bench(string[] arguments)
{
    FindUpstreamPackages();
    return InOrder([["run", "--configuration", "Release", "--project", Benchmarks, "--", .. arguments]]);
}

static int Pack()
{
    var standIns = !FindUpstreamPackages();
    var packages = EmptyFolder($"{Artifacts}/packages");
    var left = Projects("src", "*.csproj").Where(project => standIns && References(project).Intersect(Upstream()).Any()).ToList();
    left.ForEach(project => Console.WriteLine($"{project} is not packed: it was built against stand-ins"));
    return InOrder([.. Projects("src", "*.csproj").Except(left).Select(project => (string[])["pack", project, "--nologo", "-v", "q", "--output", packages])]);
}

// Some feeds lack Semantic Kernel and Microsoft.Extensions.AI. One restore finds out; the answer holds until the versions are changed.
static bool FindUpstreamPackages()
{
    if (Environment.GetEnvironmentVariable(UpstreamSwitch) is { Length: > 0 } chosen)
    {
        Console.WriteLine($"upstream packages: {UpstreamSwitch}={chosen} is set in the environment");
        return !string.Equals(chosen, "false", StringComparison.OrdinalIgnoreCase);
    }

    if (!File.Exists(EnvironmentProps) || File.GetLastWriteTimeUtc(EnvironmentProps) < File.GetLastWriteTimeUtc("Directory.Packages.props"))
    {
        AskFeed();
    }

    var found = !File.Exists(EnvironmentProps) || !File.ReadAllText(EnvironmentProps).Contains(">false<", StringComparison.Ordinal);
    Console.WriteLine(found
        ? "upstream packages: Semantic Kernel and Microsoft.Extensions.AI are taken from the package feed"
        : $"upstream packages: this package feed lacks Semantic Kernel or Microsoft.Extensions.AI, stand-ins take their place (tests/upstream, {EnvironmentProps})");
    return found;
}

static void AskFeed()
{
    var folder = EmptyFolder($"{Artifacts}/upstream");
    File.Delete(EnvironmentProps);
    var references = Upstream().Select(package => new XElement("PackageReference", new XAttribute("Include", package)));
    var project = new XElement("Project", new XAttribute("Sdk", "Microsoft.NET.Sdk"), new XElement("ItemGroup", references));
    File.WriteAllText($"{folder}/upstream.csproj", project.ToString());
    string[] arguments = ["restore", folder, "--nologo", $"-p:{UpstreamSwitch}=true"];
    using var restore = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })
        ?? throw new InvalidOperationException("`dotnet` could not be started");
    var output = restore.StandardOutput.ReadToEnd();
    restore.WaitForExit();
    string[] missing = ["NU1101", "NU1102", "NU1103"];
    if (restore.ExitCode != 0 && !missing.Any(code => output.Contains(code, StringComparison.Ordinal)))
    {
        Console.WriteLine(output);
        Console.WriteLine("upstream packages: the package feed did not say whether it has them; nothing is assumed");
        return;
    }

    var value = new XElement(UpstreamSwitch, new XAttribute("Condition", $"'$({UpstreamSwitch})' == ''"), restore.ExitCode == 0 ? "true" : "false");
    File.WriteAllText(EnvironmentProps, new XElement("Project", new XElement("PropertyGroup", value)).ToString());
}

static string[] Upstream() => [.. XDocument.Load("Upstream.targets").Descendants("UpstreamPackage").Attributes("Include").SelectMany(list => list.Value.Split(';'))];

static IEnumerable<string> References(string project) => XDocument.Load(project).Descendants("PackageReference").Attributes("Include").Select(name => name.Value);

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
