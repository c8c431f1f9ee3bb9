using KernelGuard.Cel.Checking;
using KernelGuard.Cel.Evaluation;

namespace KernelGuard.Cel;

/// <summary>One signature of a function with its implementation. Immutable.</summary>
public sealed class CelOverload
{
    private readonly int[] _kindMasks;

    private CelOverload(bool isMember, CelType result, CelType[] parameters, EngineFunctionBody body, bool isPure)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(parameters);
        IsMember = isMember;
        Result = result;
        Parameters = parameters;
        Body = body;
        IsPure = isPure;
        IsGeneric = result.IsOpen || parameters.Any(parameter => parameter.IsOpen);
        _kindMasks = [.. parameters.Select(KindMask)];
    }

    /// <summary>Gets whether the function is called on its first argument, as in <c>s.size()</c>.</summary>
    public bool IsMember { get; }

    /// <summary>Gets the type of the result.</summary>
    public CelType Result { get; }

    /// <summary>Gets the types of the arguments; the receiver of a member comes first.</summary>
    public IReadOnlyList<CelType> Parameters { get; }

    internal EngineFunctionBody Body { get; }

    /// <summary>Gets whether a call with constant arguments may be made once, when the expression is compiled.</summary>
    internal bool IsPure { get; }

    internal bool IsGeneric { get; }

    /// <summary>Gets whether a call does not go through its text, or charges for that itself.</summary>
    internal bool IsConstantTime { get; private init; }

    /// <summary>Gets the argument that is bound when an expression is compiled, if there is one.</summary>
    internal LiteralArgument? Literal { get; private init; }

    /// <summary>Makes an overload that is called as <c>f(x)</c>.</summary>
    /// <param name="result">The type of the result.</param>
    /// <param name="body">The implementation.</param>
    /// <param name="parameters">The types of the arguments.</param>
    public static CelOverload Global(CelType result, CelFunctionBody body, params CelType[] parameters) =>
        new(false, result, parameters, HostCall.Guard(body), isPure: false);

    /// <summary>Makes an overload that is called as <c>x.f()</c>.</summary>
    /// <param name="result">The type of the result.</param>
    /// <param name="body">The implementation.</param>
    /// <param name="receiver">The type of the receiver.</param>
    /// <param name="parameters">The types of the other arguments.</param>
    public static CelOverload Member(CelType result, CelFunctionBody body, CelType receiver, params CelType[] parameters) =>
        new(true, result, [receiver, .. parameters], HostCall.Guard(body), isPure: false);

    /// <summary>Makes the same overload with a string argument that is bound when an expression is compiled, if it is a constant there.</summary>
    /// <param name="index">The index of the argument; the receiver of a member comes first.</param>
    /// <param name="binder">What makes the implementation for the constant.</param>
    /// <param name="isRequired">Whether an argument that is no constant is an error of the expression.</param>
    /// <exception cref="ArgumentException">There is no such argument, or it is no string.</exception>
    public CelOverload WithLiteral(int index, CelLiteralBinder binder, bool isRequired = false)
    {
        ArgumentNullException.ThrowIfNull(binder);
        return index >= 0 && index < Parameters.Count && Parameters[index].Equals(CelType.String)
            ? new CelOverload(IsMember, Result, [.. Parameters], Body, IsPure) { Literal = new LiteralArgument(index, binder, isRequired) }
            : throw new ArgumentException("only a parameter of type string can be a literal", nameof(index));
    }

    internal static CelOverload Engine(bool isMember, CelType result, EngineFunctionBody body, params CelType[] parameters) =>
        new(isMember, result, parameters, body, isPure: true);

    /// <summary>Makes the same overload with <see cref="IsConstantTime"/>.</summary>
    internal CelOverload InConstantTime() => new(IsMember, Result, [.. Parameters], Body, IsPure) { IsConstantTime = true };

    /// <summary>Makes the same overload with the implementation for a literal.</summary>
    internal CelOverload Bound(CelFunctionBody body) => new(IsMember, Result, [.. Parameters], HostCall.Guard(body), IsPure);

    internal bool HasSameArguments(CelOverload other) => IsMember == other.IsMember && Parameters.SequenceEqual(other.Parameters);

    /// <summary>
    /// Tells whether the arguments have the declared kinds; this is also the guard against hosts whose data is not of the declared types.
    /// </summary>
    internal bool Accepts(ReadOnlySpan<CelValue> arguments)
    {
        if (arguments.Length != _kindMasks.Length)
        {
            return false;
        }

        for (var i = 0; i < arguments.Length; i++)
        {
            var kind = arguments[i].Kind;
            if ((_kindMasks[i] & (1 << (int)kind)) == 0 || (kind == CelKind.Opaque && !AcceptsOpaque(Parameters[i], arguments[i].AsOpaque)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AcceptsOpaque(CelType parameter, ICelOpaque value) =>
        parameter.Kind != CelTypeKind.Opaque || parameter.Name == value.TypeName;

    private static int KindMask(CelType type) => type.Kind switch
    {
        CelTypeKind.Null => 1 << (int)CelKind.Null,
        CelTypeKind.Bool => 1 << (int)CelKind.Bool,
        CelTypeKind.Int => 1 << (int)CelKind.Int,
        CelTypeKind.UInt => 1 << (int)CelKind.UInt,
        CelTypeKind.Double => 1 << (int)CelKind.Double,
        CelTypeKind.String => 1 << (int)CelKind.String,
        CelTypeKind.Bytes => 1 << (int)CelKind.Bytes,
        CelTypeKind.Timestamp => 1 << (int)CelKind.Timestamp,
        CelTypeKind.Duration => 1 << (int)CelKind.Duration,
        CelTypeKind.List => 1 << (int)CelKind.List,
        CelTypeKind.Map or CelTypeKind.Object => 1 << (int)CelKind.Map,
        CelTypeKind.Type => 1 << (int)CelKind.Type,
        CelTypeKind.Opaque => 1 << (int)CelKind.Opaque,
        CelTypeKind.Nullable => (1 << (int)CelKind.Null) | KindMask(type.Parameters[0]),
        _ => ~(1 << (int)CelKind.Error),
    };
}
