using KernelGuard.Policies;

namespace KernelGuard.Cli.Checking;

/// <summary>What <c>check</c> found out.</summary>
/// <param name="Set">The policies; null where they cannot be used.</param>
/// <param name="Findings">Everything that was found, errors and warnings.</param>
/// <param name="IsUnreadable">Whether a file could not be read, so that nothing is known of it.</param>
internal sealed record CheckReport(PolicySet? Set, IReadOnlyList<Finding> Findings, bool IsUnreadable)
{
    /// <summary>The tools that were checked against; where none were given, those that the policies declare.</summary>
    public IReadOnlyList<CheckedTool> Tools { get; init; } = [];

    public int Errors => Findings.Count(f => f.IsError);

    public int Warnings => Findings.Count(f => !f.IsError);

    /// <summary>The exit code.</summary>
    /// <param name="isStrict">Whether warnings count.</param>
    public int ExitCode(bool isStrict) => this switch
    {
        { IsUnreadable: true } => ExitCodes.CannotRun,
        { Errors: > 0 } => ExitCodes.Findings,
        { Warnings: > 0 } when isStrict => ExitCodes.Findings,
        _ => ExitCodes.Fine,
    };
}
