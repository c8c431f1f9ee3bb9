using KernelGuard.Cli.Judging;
using KernelGuard.Policies;

namespace KernelGuard.Cli.Testing;

/// <summary>Runs the cases of suites.</summary>
/// <param name="toolFile">All tools that exist, for every suite; null where files of cases may name their own.</param>
/// <param name="filter">What the names of cases have to contain, case ignored; null runs all.</param>
internal sealed class SuiteRunner(string? toolFile, string? filter)
{
    /// <summary>Runs one suite. All its files are read before a case is run.</summary>
    /// <exception cref="CannotRunException">Files, policies or tools cannot be used.</exception>
    public async Task<SuiteResult> RunAsync(TestSuite suite, CancellationToken cancellationToken)
    {
        var files = ReadAll(suite.CaseFiles);
        var loaded = PolicyLoader.Load(suite.PolicyPath);
        var set = loaded.Set ?? throw new CannotRunException(PolicyDiagnosticFormatter.Format(loaded.Diagnostics).TrimEnd());
        var coverage = new Coverage(set);
        var results = new List<CaseResult>();
        foreach (var file in files)
        {
            var runner = new CaseRunner(suite.PolicyPath, set, GuardFiles.ReadTools(toolFile ?? file.Tools), coverage.Watch);
            foreach (var tested in file.Cases.Where(IsWanted))
            {
                results.Add(await runner.RunAsync(tested, cancellationToken));
            }
        }

        return new SuiteResult(suite.PolicyPath, set, results, filter is null ? coverage : null);
    }

    private bool IsWanted(PolicyCase tested) => filter is null || tested.Name.Contains(filter, StringComparison.OrdinalIgnoreCase);

    private static List<CaseFile> ReadAll(IReadOnlyList<string> paths)
    {
        var (files, problems) = (new List<CaseFile>(), new List<string>());
        foreach (var path in paths)
        {
            try
            {
                files.Add(CaseFileReader.Read(path));
            }
            catch (CannotRunException e)
            {
                problems.Add(e.Message);
            }
        }

        return problems.Count == 0 ? files : throw new CannotRunException(string.Join("\n\n", problems));
    }
}
