using KernelGuard.Cel.Diagnostics;
using KernelGuard.Cel.Values;

namespace KernelGuard.Cel.Evaluation;

/// <summary>A selection <c>operand.field</c>.</summary>
internal sealed class SelectNode(CelSpan span, Node operand, string field) : Node(span)
{
    // One instance for all expressions, so that maps which are asked for the same field again and again see that at once.
    private readonly CelValue _key = CelValue.FromString(string.Intern(field));
    private CelError? _absent;

    public override CelValue Evaluate(CelActivation activation)
    {
        var value = operand.Evaluate(activation);
        if (value.Kind == CelKind.Map)
        {
            if (!HostCall.TryGet(value.RawMap, _key, out var found))
            {
                return CelValue.Error(Absent());
            }

            return activation.ChargeRead(found) ? found.LocatedAt(Span) : activation.AbortValue;
        }

        if (value is { Kind: CelKind.Opaque, AsOpaque: CelOptional })
        {
            return OptionalAccess.Read(value, _key).LocatedAt(Span);
        }

        return value.IsError ? value : Fail(CelErrorCodes.NoSuchField, $"a value of type `{KindNames.Of(value)}` has no fields");
    }

    // Fields are absent often, and the error is the same every time.
    private CelError Absent() => _absent ??= new CelError(CelErrorCodes.NoSuchField, $"there is no field `{field}`", Span);
}

/// <summary>The macro <c>has(operand.field)</c>: true also for a field that is null, an error for one that could not be read.</summary>
internal sealed class HasNode(CelSpan span, Node operand, string field) : Node(span)
{
    private readonly CelValue _key = CelValue.FromString(field);

    public override CelValue Evaluate(CelActivation activation)
    {
        var value = operand.Evaluate(activation);
        if (value is { Kind: CelKind.Opaque, AsOpaque: CelOptional optional })
        {
            if (!optional.HasValue)
            {
                return CelValue.FromBool(false);
            }

            value = optional.Value;
        }

        if (value.Kind == CelKind.Map)
        {
            var exists = HostCall.TryGet(value.RawMap, _key, out var found);
            return exists && found.IsError ? found.LocatedAt(Span) : CelValue.FromBool(exists);
        }

        return value.IsError ? value : Fail(CelErrorCodes.NoSuchField, $"a value of type `{KindNames.Of(value)}` has no fields");
    }
}
