namespace KernelGuard.Cel;

#pragma warning disable CA1720 // The kinds are named for the types of the language.

/// <summary>What a <see cref="CelValue"/> is at run time.</summary>
public enum CelKind : byte
{
    /// <summary>No value: the evaluation failed, and <see cref="CelValue.ErrorValue"/> says why.</summary>
    Error,

    /// <summary>The null value.</summary>
    Null,

    /// <summary>True or false.</summary>
    Bool,

    /// <summary>A signed integer of 64 bits.</summary>
    Int,

    /// <summary>An unsigned integer of 64 bits.</summary>
    UInt,

    /// <summary>An IEEE 754 number of 64 bits.</summary>
    Double,

    /// <summary>A sequence of Unicode code points.</summary>
    String,

    /// <summary>A sequence of octets.</summary>
    Bytes,

    /// <summary>A list.</summary>
    List,

    /// <summary>A map, or a record with named fields.</summary>
    Map,

    /// <summary>A point in time between the years 1 and 9999, in nanoseconds.</summary>
    Timestamp,

    /// <summary>A length of time of at most about 292 years, in nanoseconds.</summary>
    Duration,

    /// <summary>A type, as <c>type(x)</c> gives it.</summary>
    Type,

    /// <summary>A value of a type of the host, see <see cref="ICelOpaque"/>.</summary>
    Opaque,
}
