namespace KernelGuard.SemanticKernel;

/// <summary>How the guard sits in a kernel.</summary>
public sealed class KernelPolicyOptions
{
    /// <summary>Whether calls that do not come out of Semantic Kernel's automatic function calling are code's own, not the model's.</summary>
    /// <value>The default is false, since a loop written by hand invokes what a model asked for. Unknown arguments of code's own calls are left out, a model's are refused.</value>
    public bool OtherCallsAreDirect { get; set; }

    /// <summary>After how many refusals in a row automatic function calling is ended. Every call of the turn still gets its result.</summary>
    /// <value>The default is null: the loop goes on, and the model is told to stop after five.</value>
    public int? TerminateAfterRefusals { get; set; }

    /// <summary>Whether the host refuses to start where the kernel in its services has functions that are not governed.</summary>
    /// <value>The default is false: an alarm is raised.</value>
    public bool RequireGuardedAtStart { get; set; }
}
