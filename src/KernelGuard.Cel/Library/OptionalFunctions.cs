using KernelGuard.Cel.Evaluation;

namespace KernelGuard.Cel.Library;

/// <summary>Functions on optional values.</summary>
internal static class OptionalFunctions
{
    public const string Or = "or";
    public const string OrValue = "orValue";
    private static readonly CelType _value = CelType.Parameter("V");
    private static readonly CelType _key = CelType.Parameter("K");
    private static readonly CelType _optional = CelType.Optional(_value);
    private static readonly CelType _values = CelType.List(_value);

    public static IEnumerable<CelFunction> Functions =>
    [
        new("optional.none", CelOverload.Engine(false, _optional, static (_, _) => OptionalAccess.None)),
        new("optional.of", CelOverload.Engine(false, _optional, static (arguments, _) => OptionalAccess.Some(arguments[0]), _value)),
        new(
            "optional.ofNonZeroValue",
            CelOverload.Engine(
                false, _optional, static (arguments, _) => IsZero(arguments[0]) ? OptionalAccess.None : OptionalAccess.Some(arguments[0]), _value)),
        new("hasValue", CelOverload.Engine(true, CelType.Bool, static (arguments, _) => CelValue.FromBool(Read(arguments).HasValue), _optional)),
        new("value", CelOverload.Engine(true, _value, static (arguments, _) => Read(arguments).Value, _optional)),

        // The planner gives these two a node of their own, which looks at the second value only where it is needed.
        new(Or, CelOverload.Engine(true, _optional, static (arguments, _) => arguments[0], _optional, _optional)),
        new(OrValue, CelOverload.Engine(true, _value, static (arguments, _) => arguments[0], _optional, _value)),
        new("optional.unwrap", CelOverload.Engine(false, _values, Unwrap, CelType.List(_optional))),
        new("unwrapOpt", CelOverload.Engine(true, _values, Unwrap, CelType.List(_optional))),
        new("first", CelOverload.Engine(true, _optional, static (arguments, _) => ElementAt(arguments[0].RawList, 0), _values)),
        new(
            "last",
            CelOverload.Engine(
                true, _optional, static (arguments, _) => ElementAt(arguments[0].RawList, arguments[0].RawList.Count - 1), _values)),
        new(
            Syntax.Operators.Index,
            CelOverload.Engine(
                false, _optional, static (_, _) => CelValue.Error(Arithmetic.NoOverload), CelType.Optional(_values), CelType.Int),
            CelOverload.Engine(
                false, _optional, static (_, _) => CelValue.Error(Arithmetic.NoOverload), CelType.Optional(CelType.Map(_key, _value)), _key)),
    ];

    private static CelOptional Read(ReadOnlySpan<CelValue> arguments) => (CelOptional)arguments[0].AsOpaque;

    private static bool IsZero(in CelValue value) => value.Kind switch
    {
        CelKind.Null => true,
        CelKind.Bool or CelKind.Int or CelKind.UInt or CelKind.Duration => value.RawBits == 0,
        CelKind.Double => value.RawDouble == 0,
        CelKind.String => value.RawString.Length == 0,
        CelKind.Bytes => value.RawBytes.Length == 0,
        CelKind.List => value.RawList.Count == 0,
        CelKind.Map => value.RawMap.Count == 0,
        CelKind.Timestamp => value.RawSeconds == CelValue.MinTimestampSeconds && value.RawNanos == 0,
        CelKind.Opaque => value.AsOpaque is CelOptional { HasValue: false },
        _ => false,
    };

    private static CelValue ElementAt(ICelList list, int index) =>
        list.Count == 0 ? OptionalAccess.None : OptionalAccess.Some(HostCall.Element(list, index));

    private static CelValue Unwrap(ReadOnlySpan<CelValue> arguments, CelActivation activation)
    {
        var list = arguments[0].RawList;
        if (!activation.Charge(list.Count))
        {
            return activation.AbortValue;
        }

        var values = new List<CelValue>();
        for (var i = 0; i < list.Count; i++)
        {
            var value = OptionalAccess.Unwrap(HostCall.Element(list, i), out var isNone);
            if (value.IsError)
            {
                return value;
            }

            if (!isNone)
            {
                values.Add(value);
            }
        }

        return CelValue.FromList([.. values]);
    }
}
