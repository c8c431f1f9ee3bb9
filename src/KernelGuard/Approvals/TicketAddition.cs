namespace KernelGuard.Approvals;

/// <summary>What came of adding a ticket.</summary>
internal enum TicketAddition
{
    /// <summary>It waits.</summary>
    Added,

    /// <summary>Somebody else changed the call's newest ticket meanwhile.</summary>
    Overtaken,

    /// <summary>Too many tickets are open.</summary>
    TooMany,
}
