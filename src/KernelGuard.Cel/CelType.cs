using System.Collections.Frozen;
using KernelGuard.Cel.Checking;

namespace KernelGuard.Cel;

#pragma warning disable CA1720 // The members are named for the types of the language.

/// <summary>A static type. Immutable; equal if it is written the same way.</summary>
public sealed class CelType : IEquatable<CelType>
{
    private static readonly CelType[] _none = [];

    private CelType(CelTypeKind kind, string name, params CelType[] parameters)
    {
        Kind = kind;
        Name = name;
        Parameters = parameters;
    }

    /// <summary>Gets the type of a value that is only known at run time.</summary>
    public static CelType Dyn { get; } = new(CelTypeKind.Dyn, "dyn");

    /// <summary>Gets the type of null.</summary>
    public static CelType Null { get; } = new(CelTypeKind.Null, "null_type");

    /// <summary>Gets the boolean type.</summary>
    public static CelType Bool { get; } = new(CelTypeKind.Bool, "bool");

    /// <summary>Gets the type of signed integers of 64 bits.</summary>
    public static CelType Int { get; } = new(CelTypeKind.Int, "int");

    /// <summary>Gets the type of unsigned integers of 64 bits.</summary>
    public static CelType UInt { get; } = new(CelTypeKind.UInt, "uint");

    /// <summary>Gets the type of floating-point numbers of 64 bits.</summary>
    public static CelType Double { get; } = new(CelTypeKind.Double, "double");

    /// <summary>Gets the type of strings.</summary>
    public static CelType String { get; } = new(CelTypeKind.String, "string");

    /// <summary>Gets the type of sequences of octets.</summary>
    public static CelType Bytes { get; } = new(CelTypeKind.Bytes, "bytes");

    /// <summary>Gets the type of points in time.</summary>
    public static CelType Timestamp { get; } = new(CelTypeKind.Timestamp, "google.protobuf.Timestamp");

    /// <summary>Gets the type of lengths of time.</summary>
    public static CelType Duration { get; } = new(CelTypeKind.Duration, "google.protobuf.Duration");

    /// <summary>Gets the type of types.</summary>
    public static CelType Type { get; } = TypeOf(Dyn);

    /// <summary>Gets the name, such as <c>int</c>, <c>list</c> or the one given to <see cref="Object"/>.</summary>
    public string Name { get; }

    /// <summary>Gets the declared fields of a record type; empty for every other type.</summary>
    public IReadOnlyDictionary<string, CelField> Fields { get; private init; } = FrozenDictionary<string, CelField>.Empty;

    /// <summary>Gets whether the type is one made by <see cref="Optional"/>.</summary>
    internal bool IsOptional => Kind == CelTypeKind.Opaque && Name == CelOptional.OptionalTypeName;

    /// <summary>Gets the largest size that values can have, see <see cref="WithMaxSize"/>; null if that is not known.</summary>
    internal long? MaxSize { get; private init; }

    internal bool IsText => Kind is CelTypeKind.String or CelTypeKind.Bytes;

    internal bool IsScalar => Kind is CelTypeKind.Bool or CelTypeKind.Int or CelTypeKind.UInt or CelTypeKind.Double or CelTypeKind.Timestamp
        or CelTypeKind.Duration or CelTypeKind.Null;

    internal static CelType Error { get; } = new(CelTypeKind.Error, "error");

    internal CelTypeKind Kind { get; }

    internal IReadOnlyList<CelType> Parameters { get; }

    /// <summary>Gets the type of undeclared fields of a record type; null if there may be none.</summary>
    internal CelType? Additional { get; private init; }

    /// <summary>Gets the number of a <see cref="CelTypeKind.Variable"/>.</summary>
    internal int Number { get; private init; }

    /// <summary>Gets whether a type parameter or variable is anywhere in the type.</summary>
    internal bool IsOpen => Kind is CelTypeKind.Parameter or CelTypeKind.Variable || Parameters.Any(parameter => parameter.IsOpen);

    /// <summary>Gets the type of lists.</summary>
    /// <param name="element">The type of the elements.</param>
    public static CelType List(CelType element) => new(CelTypeKind.List, "list", Required(element));

    /// <summary>Gets the type of maps.</summary>
    /// <param name="key">The type of the keys.</param>
    /// <param name="value">The type of the values.</param>
    public static CelType Map(CelType key, CelType value) => new(CelTypeKind.Map, "map", Required(key), Required(value));

    /// <summary>Gets the type of values that are null or of another type.</summary>
    /// <param name="type">The other type.</param>
    public static CelType Nullable(CelType type) =>
        Required(type).Kind is CelTypeKind.Nullable or CelTypeKind.Null or CelTypeKind.Dyn
            ? type
            : new(CelTypeKind.Nullable, "nullable", type);

    /// <summary>Gets the type of types.</summary>
    /// <param name="type">The type that is the value.</param>
    public static CelType TypeOf(CelType type) => new(CelTypeKind.Type, "type", Required(type));

    /// <summary>Gets a type that only the host's functions know.</summary>
    /// <param name="name">The name, which <c>type(x)</c> gives too.</param>
    /// <param name="parameters">The types that it is made of, if any.</param>
    public static CelType Opaque(string name, params CelType[] parameters)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(parameters);
        return new(CelTypeKind.Opaque, name, parameters);
    }

    /// <summary>Gets the type of values that may be absent, see <see cref="CelOptional"/>.</summary>
    /// <param name="type">The type of the value if there is one.</param>
    public static CelType Optional(CelType type) => new(CelTypeKind.Opaque, CelOptional.OptionalTypeName, Required(type));

    /// <summary>
    /// Gets a type parameter for the declaration of an overload: the same name stands for the same type within one overload.
    /// </summary>
    /// <param name="name">The name, such as <c>T</c>.</param>
    public static CelType Parameter(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new(CelTypeKind.Parameter, name);
    }

    /// <summary>
    /// Gets a record type: a map with string keys of which the fields are declared. Reading an undeclared field does not compile.
    /// </summary>
    /// <param name="name">The name for messages; records with the same name are the same type.</param>
    /// <param name="fields">The declared fields.</param>
    /// <param name="additional">The type of undeclared fields, or null if there are none.</param>
    public static CelType Object(string name, IReadOnlyDictionary<string, CelField> fields, CelType? additional = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(fields);
        return new CelType(CelTypeKind.Object, name, _none)
        {
            Fields = fields.ToFrozenDictionary(StringComparer.Ordinal),
            Additional = additional,
        };
    }

    /// <summary>Gets the same type with a bound that the host keeps to, for the estimate of what an expression costs.</summary>
    /// <param name="size">The largest number of characters of a string, of octets, or of entries of a list or map.</param>
    /// <returns>A type that is equal to this one: the bound is no part of what the type is.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The size is negative.</exception>
    public CelType WithMaxSize(int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        return new CelType(Kind, Name, [.. Parameters]) { Fields = Fields, Additional = Additional, Number = Number, MaxSize = size };
    }

    /// <inheritdoc/>
    public bool Equals(CelType? other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        if (other is null || Kind != other.Kind || Number != other.Number || Name != other.Name
            || Parameters.Count != other.Parameters.Count)
        {
            return false;
        }

        for (var i = 0; i < Parameters.Count; i++)
        {
            if (!Parameters[i].Equals(other.Parameters[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CelType);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Name, Number, Parameters.Count);

    /// <summary>Writes the type as messages do, such as <c>list(int)</c>.</summary>
    public override string ToString() => Kind switch
    {
        CelTypeKind.Variable => "dyn",
        _ when Parameters.Count == 0 => Name,
        _ => $"{Name}({string.Join(", ", Parameters)})",
    };

    internal static CelType Variable(int number) => new(CelTypeKind.Variable, "dyn") { Number = number };

    internal CelType WithParameters(CelType[] parameters) => new(Kind, Name, parameters) { MaxSize = MaxSize };

    private static CelType Required(CelType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type;
    }
}
