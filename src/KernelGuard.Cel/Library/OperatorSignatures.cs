using KernelGuard.Cel.Evaluation;
using KernelGuard.Cel.Syntax;

namespace KernelGuard.Cel.Library;

/// <summary>
/// The types that operators take. The planner gives each operator a node of its own, so that these overloads are never called.
/// </summary>
internal static class OperatorSignatures
{
    private static readonly CelType _a = CelType.Parameter("A");
    private static readonly CelType _b = CelType.Parameter("B");
    private static readonly CelType[] _ordered =
        [CelType.Bool, CelType.Int, CelType.UInt, CelType.Double, CelType.String, CelType.Bytes, CelType.Timestamp, CelType.Duration];

    private static readonly CelType[] _numbers = [CelType.Int, CelType.UInt, CelType.Double];

    public static IEnumerable<CelFunction> Functions =>
    [
        new(Operators.Not, Signature(CelType.Bool, CelType.Bool)),
        new(Operators.Negate, Signature(CelType.Int, CelType.Int), Signature(CelType.Double, CelType.Double)),
        new(Operators.Conditional, Signature(_a, CelType.Bool, _a, _a)),
        new(Operators.Equal, Signature(CelType.Bool, _a, _a)),
        new(Operators.NotEqual, Signature(CelType.Bool, _a, _a)),
        new(Operators.Add, [.. Same(_numbers), .. Same(CelType.String, CelType.Bytes), SameGeneric(CelType.List(_a)), .. TimeSums]),
        new(Operators.Subtract, [.. Same(_numbers), .. TimeDifferences]),
        new(Operators.Multiply, Same(_numbers)),
        new(Operators.Divide, Same(_numbers)),
        new(Operators.Modulo, Same(CelType.Int, CelType.UInt)),
        new(Operators.Less, Relations),
        new(Operators.LessEqual, Relations),
        new(Operators.Greater, Relations),
        new(Operators.GreaterEqual, Relations),
        new(Operators.In, Signature(CelType.Bool, _a, CelType.List(_a)), Signature(CelType.Bool, _a, CelType.Map(_a, _b))),
        new(Operators.Index, Signature(_a, CelType.List(_a), CelType.Int), Signature(_b, CelType.Map(_a, _b), _a)),
    ];

    // Numbers of different kinds can be ordered, so that `args.amount > 500` needs no conversion; they cannot be compared with `==`.
    private static CelOverload[] Relations =>
    [
        .. _ordered.Select(type => Signature(CelType.Bool, type, type)),
        .. from left in _numbers from right in _numbers where left != right select Signature(CelType.Bool, left, right),
    ];

    private static CelOverload[] TimeSums =>
    [
        Signature(CelType.Timestamp, CelType.Timestamp, CelType.Duration),
        Signature(CelType.Timestamp, CelType.Duration, CelType.Timestamp),
        Signature(CelType.Duration, CelType.Duration, CelType.Duration),
    ];

    private static CelOverload[] TimeDifferences =>
    [
        Signature(CelType.Duration, CelType.Timestamp, CelType.Timestamp),
        Signature(CelType.Timestamp, CelType.Timestamp, CelType.Duration),
        Signature(CelType.Duration, CelType.Duration, CelType.Duration),
    ];

    private static CelOverload[] Same(params CelType[] types) => [.. types.Select(SameGeneric)];

    private static CelOverload SameGeneric(CelType type) => Signature(type, type, type);

    private static CelOverload Signature(CelType result, params CelType[] parameters) =>
        CelOverload.Engine(false, result, static (_, _) => CelValue.Error(Arithmetic.NoOverload), parameters);
}
