namespace KernelGuard.Cel.Checking;

/// <summary>What a static type is.</summary>
internal enum CelTypeKind : byte
{
    Dyn,
    Error,
    Null,
    Bool,
    Int,
    UInt,
    Double,
    String,
    Bytes,
    Timestamp,
    Duration,
    List,
    Map,
    Object,
    Nullable,
    Type,
    Opaque,

    /// <summary>A named type parameter in the declaration of an overload.</summary>
    Parameter,

    /// <summary>A type that the checker is still finding out.</summary>
    Variable,
}
