namespace KernelGuard.Calls;

/// <summary>An argument that is no JSON, such as a stream: passed to the tool by reference, recorded by type, unreadable by conditions.</summary>
public sealed class OpaqueValue
{
    internal OpaqueValue(object value) => Value = value;

    /// <summary>The value as the caller passed it.</summary>
    public object Value { get; }

    /// <summary>The name of its type, which is all that evidence holds of it.</summary>
    public string TypeName => Value.GetType().FullName ?? Value.GetType().Name;

    /// <summary>Whether a frozen value is opaque, or holds one that is.</summary>
    internal static bool IsIn(object? frozen) => frozen switch
    {
        OpaqueValue => true,
        FrozenObject map => map.Values.Any(IsIn),
        FrozenList list => list.Any(IsIn),
        _ => false,
    };
}
