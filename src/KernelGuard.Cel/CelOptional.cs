namespace KernelGuard.Cel;

/// <summary>A value that may be absent, as <c>a.?b</c> gives it. Immutable; equal if both are absent or both have equal values.</summary>
public sealed class CelOptional : ICelOpaque
{
    internal const string OptionalTypeName = "optional_type";
    private readonly CelValue _value;

    private CelOptional(CelValue value) => _value = value;

    /// <summary>Gets the absent value.</summary>
    public static CelOptional None { get; } = new(default);

    /// <summary>Gets whether there is a value.</summary>
    public bool HasValue => !ReferenceEquals(this, None);

    /// <summary>Gets the value; an error if there is none.</summary>
    public CelValue Value => HasValue ? _value : CelValue.Error(CelErrorCodes.InvalidArgument, "the optional value is none");

    /// <inheritdoc/>
    public string TypeName => OptionalTypeName;

    /// <summary>Makes a value that is there.</summary>
    /// <param name="value">The value, which may be null, but no error.</param>
    /// <exception cref="ArgumentException">The value is an error.</exception>
    public static CelOptional Of(CelValue value) =>
        value.IsError ? throw new ArgumentException("an error is no value", nameof(value)) : new CelOptional(value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) =>
        obj is CelOptional other && HasValue == other.HasValue && (!HasValue || _value.Equals(other._value));

    /// <inheritdoc/>
    public override int GetHashCode() => HasValue ? 1 : 0;

    /// <summary>Writes <c>optional.none()</c>, or the value in <c>optional.of()</c>.</summary>
    public override string ToString() => HasValue ? $"optional.of({_value})" : "optional.none()";
}
