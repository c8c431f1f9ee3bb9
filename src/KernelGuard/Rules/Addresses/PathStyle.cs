namespace KernelGuard.Rules.Addresses;

/// <summary>By which rules paths are read.</summary>
internal enum PathStyle
{
    /// <summary>One root and the separator <c>/</c>.</summary>
    Posix,

    /// <summary>Drives, shares, both separators, and names without case.</summary>
    Windows,
}
