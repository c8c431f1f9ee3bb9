namespace KernelGuard.Rules;

/// <summary>When a rule in code is asked. The order of phases is strict; inside a phase there is none.</summary>
public enum RulePhase
{
    /// <summary>Before transforms, about the call as it was sent. Such a rule can only deny.</summary>
    AsSent,

    /// <summary>After transforms, about the call that would run.</summary>
    AsChanged,
}
