namespace KernelGuard.Rules.Meters;

/// <summary>Which calls a counter or throttle counts.</summary>
internal enum CountedCalls
{
    /// <summary>Every call whose tool was entered, also one that failed.</summary>
    Entered,

    /// <summary>Calls that ran and did not fail; those under way count too.</summary>
    Succeeded,

    /// <summary>Calls that the guard refused. Only of counters.</summary>
    Refused,

    /// <summary>Calls that a sandbox answered without failing. Only of counters.</summary>
    Simulated,
}
