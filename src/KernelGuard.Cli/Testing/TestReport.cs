namespace KernelGuard.Cli.Testing;

/// <summary>What came of all cases.</summary>
/// <param name="Suites">By set of policies.</param>
/// <param name="MinCoverage">How many percent of each set cases have to reach; null where that is not asked.</param>
internal sealed record TestReport(IReadOnlyList<SuiteResult> Suites, decimal? MinCoverage)
{
    public int Cases => Suites.Sum(suite => suite.Results.Count);

    public int Failed => Suites.Sum(suite => suite.Failed.Count());

    public bool IsFine => Failed == 0 && Suites.All(IsCovered);

    /// <summary>Whether cases reach as much of a set as they have to.</summary>
    public bool IsCovered(SuiteResult suite) => MinCoverage is not { } min || suite.Coverage is not { } coverage || coverage.HasReached(min);
}
