namespace KernelGuard.Cli;

/// <summary>What the exit code of every command means.</summary>
internal static class ExitCodes
{
    /// <summary>It was done and nothing was found.</summary>
    public const int Fine = 0;

    /// <summary>It was done and something was found.</summary>
    public const int Findings = 1;

    /// <summary>It could not be done.</summary>
    public const int CannotRun = 2;
}
