using System.Runtime.CompilerServices;

namespace KernelGuard.Calls.Freezing;

/// <summary>Equality of frozen values as JSON has it: 1 equals 1.0, objects are equal whatever the order of their keys.</summary>
internal sealed class FrozenEquality : IEqualityComparer<object?>
{
    /// <summary>The one instance.</summary>
    public static FrozenEquality Instance { get; } = new();

    /// <inheritdoc/>
    public new bool Equals(object? x, object? y) => (x, y) switch
    {
        (FrozenList left, FrozenList right) => left.SequenceEqual(right, this),
        (FrozenObject left, FrozenObject right) => AreEqual(left, right),
        (OpaqueValue left, OpaqueValue right) => ReferenceEquals(left.Value, right.Value),
        _ => object.Equals(x, y),
    };

    /// <inheritdoc/>
    /// <remarks>Numbers are mixed with the process's seed: a long's own hash would let a list be made in which all elements collide.</remarks>
    public int GetHashCode(object? obj) => obj switch
    {
        null => 0,
        long number => HashCode.Combine((int)number, (int)(number >> 32)),
        double number => HashCode.Combine(BitConverter.DoubleToInt64Bits(number) >> 32, (int)BitConverter.DoubleToInt64Bits(number)),
        FrozenList list => list.Aggregate(list.Count, (hash, item) => HashCode.Combine(hash, GetHashCode(item))),
        FrozenObject members => members.Aggregate(members.Count, (hash, member) => hash ^ HashCode.Combine(member.Key, GetHashCode(member.Value))),
        OpaqueValue opaque => RuntimeHelpers.GetHashCode(opaque.Value),
        _ => obj.GetHashCode(),
    };

    private bool AreEqual(FrozenObject left, FrozenObject right) =>
        left.Count == right.Count
        && left.All(member => right.TryGetValue(member.Key, out var other) && Equals(member.Value, other));
}
