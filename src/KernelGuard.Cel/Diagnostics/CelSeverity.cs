namespace KernelGuard.Cel.Diagnostics;

/// <summary>How serious a diagnostic is.</summary>
public enum CelSeverity
{
    /// <summary>The expression cannot be used.</summary>
    Error,

    /// <summary>The expression can be used, and probably does not mean what it says.</summary>
    Warning,
}
