using KernelGuard.Calls;
using KernelGuard.Calls.Freezing;

namespace KernelGuard.Tools.Schemas;

/// <summary>
/// One application of a schema to one call's arguments: spelling, defaults, coercion and validation. Values are copied where they change.
/// A run that only checks takes a value as it is, and undeclared members where JSON Schema does.
/// </summary>
/// <remarks>Steps and depth are counted, so that no schema and no arguments can make it run away; larger arguments get more steps.</remarks>
internal sealed partial class SchemaRun(FreezeProgress progress, CallLimits limits, bool isDirect, bool onlyChecks = false)
{
    private const int FreeSteps = 10_000;
    private const int MaxDepth = 600;
    private const int MaxRounds = 8;
    private readonly List<string> _ignored = [];
    private int _steps;
    private int _depth;
    private int _valueDepth = 1;
    private bool _coerces = !onlyChecks;
    private bool _asks = onlyChecks;
    private bool _isTooDeep;

    /// <summary>A run that only checks a value.</summary>
    /// <param name="payloadChars">The size of the value, for which it gets steps.</param>
    public static SchemaRun ToCheck(int payloadChars)
    {
        var progress = new FreezeProgress(CallLimits.Default, ignoresCase: false);
        progress.TryCharge(Math.Min(payloadChars, CallLimits.Default.MaxPayloadChars));
        return new SchemaRun(progress, CallLimits.Default, isDirect: false, onlyChecks: true);
    }

    /// <summary>The problem, where one was found.</summary>
    public ProblemTrace Trace => progress.Trace;

    /// <summary>Paths of members of a direct call that nobody declared and that were left out.</summary>
    public IReadOnlyList<string> Ignored => _ignored;

    private bool IsExhausted => _isTooDeep || _steps > FreeSteps + progress.PayloadChars;

    /// <summary>Applies a schema to a value.</summary>
    /// <param name="node">The schema.</param>
    /// <param name="value">A frozen value.</param>
    /// <param name="place">Where the schema is applied.</param>
    /// <param name="result">The value as the tool gets it; the same object where nothing changed.</param>
    /// <returns>False where it does not fit; <see cref="Trace"/> then has the problem.</returns>
    public bool TryNormalize(SchemaNode node, object? value, SchemaPlace place, out object? result) =>

        // What was given up under `not` or `if` must not count as an answer.
        TryApply(node, value, place, out result) && (!IsExhausted || GiveUp());

    private bool GiveUp() =>
        Trace.Fail(CallProblemKind.InvalidArgument, "takes too long to check against the tool's schema: send simpler arguments");

    private bool TryApply(SchemaNode node, object? value, SchemaPlace place, out object? result)
    {
        result = value;
        _steps++;
        _isTooDeep |= _depth >= MaxDepth;
        if (IsExhausted)
        {
            return GiveUp();
        }

        var valueDepth = _valueDepth;
        _depth++;
        var fits = value is OpaqueValue || TryApplyTyped(node, value, place, out result);
        _depth--;
        _valueDepth = valueDepth;
        return fits;
    }

    private bool TryApplyTyped(SchemaNode node, object? value, SchemaPlace place, out object? result)
    {
        result = value;
        if (value is string text && _coerces && !_asks && (node.EffectiveTypes & JsonTypes.Text) == 0)
        {
            if (!TextCoercion.TryCoerce(text, node.EffectiveTypes, progress, limits, _valueDepth, out result))
            {
                return false;
            }

            value = result;
        }

        if ((node.Types & JsonTypesExtensions.KindOf(value)) == 0)
        {
            return Trace.Fail(
                CallProblemKind.InvalidArgument, $"has the type {JsonTypesExtensions.KindOf(value).ToNames()}: send {node.EffectiveTypes.ToNames()}");
        }

        var spells = place is SchemaPlace.Value or SchemaPlace.Arguments && !_asks;
        if (value is FrozenObject members && spells && !TrySpell(node, members, place, out value))
        {
            return false;
        }

        var fits = node.IsPlain ? TryApplyOwn(node, value, out result) : TryApplyRounds(node, value, place, out result);
        return fits && (place == SchemaPlace.Part || Asserts(node, result));
    }

    // A part may change what another part has already looked at (text that becomes a number, say), so parts see the value until it stays the same;
    // conditions are asked of a value that the parts leave alone.
    private bool TryApplyRounds(SchemaNode node, object? value, SchemaPlace place, out object? result)
    {
        result = value;
        for (var round = 0; round < MaxRounds; round++)
        {
            if (!TryApplyParts(node, value, out result) || !TryApplyOwn(node, result, out result))
            {
                return false;
            }

            if (place != SchemaPlace.Part && IsSame(value, result) && !TryApplyConditions(node, result, out result))
            {
                return false;
            }

            if (IsSame(value, result))
            {
                return true;
            }

            value = result;
        }

        return Trace.Fail(CallProblemKind.InvalidArgument, "has no form that the whole schema takes");
    }

    private static bool IsSame(object? value, object? other) => ReferenceEquals(value, other) || FrozenEquality.Instance.Equals(value, other);

    private bool TryApplyParts(SchemaNode node, object? value, out object? result)
    {
        result = value;
        foreach (var part in node.AllOf)
        {
            if (!TryApply(part, result, SchemaPlace.Part, out result))
            {
                return false;
            }
        }

        return (node.AnyOf.Count == 0 || TryApplyOneOf(node.AnyOf, exactlyOne: false, result, out result))
            && (node.OneOf.Count == 0 || TryApplyOneOf(node.OneOf, exactlyOne: true, result, out result));
    }

    private bool TryApplyOneOf(List<SchemaNode> alternatives, bool exactlyOne, object? value, out object? result)
    {
        var kind = JsonTypesExtensions.KindOf(value);
        var possible = alternatives.Where(part => (part.EffectiveTypes & kind) != 0).Take(2).ToList();
        if (possible.Count == 1)
        {
            return TryApply(possible[0], value, SchemaPlace.Form, out result);
        }

        var coerces = _coerces;
        _coerces = false;
        var matches = Match(alternatives, exactlyOne, value, out result);
        _coerces = coerces;
        if (matches == 0 && coerces)
        {
            matches = Match(alternatives, exactlyOne, value, out result);
        }

        return matches switch
        {
            1 => true,
            0 => Trace.Fail(CallProblemKind.InvalidArgument, "fits none of the forms that the tool takes"),
            _ => Trace.Fail(CallProblemKind.InvalidArgument, "fits several forms of which the tool takes exactly one"),
        };
    }

    private int Match(List<SchemaNode> alternatives, bool exactlyOne, object? value, out object? result)
    {
        result = value;
        var matches = 0;
        foreach (var part in alternatives)
        {
            var ignored = _ignored.Count;
            if (!TryApply(part, value, SchemaPlace.Form, out var fitting))
            {
                _ignored.RemoveRange(ignored, _ignored.Count - ignored);
            }
            else if (++matches == 1)
            {
                result = fitting;
            }

            if (matches > 0 && (!exactlyOne || matches > 1))
            {
                break;
            }
        }

        return matches;
    }

    private bool TryApplyOwn(SchemaNode node, object? value, out object? result)
    {
        result = value;
        return value switch
        {
            FrozenObject members => TryApplyMembers(node, members, out result),
            FrozenList items => TryApplyItems(node, items, out result),
            _ => true,
        };
    }

    private bool TryApplyItems(SchemaNode node, FrozenList items, out object? result)
    {
        result = items;
        object?[]? changed = null;
        _valueDepth++;
        for (var i = 0; i < items.Count; i++)
        {
            var ignored = _ignored.Count;
            var schema = i < node.Prefix.Length ? node.Prefix[i] : node.Items;
            var item = schema is null && !_asks ? LooseObjects.Of(items[i]) : items[i];
            if (schema is not null && !TryApply(schema, item, SchemaPlace.Value, out item))
            {
                return Trace.In(i);
            }

            if (_ignored.Count > ignored)
            {
                PlaceIgnored(ignored, new PathStep(null, i));
            }

            if (!ReferenceEquals(item, items[i]))
            {
                changed ??= [.. items];
                changed[i] = item;
            }
        }

        result = changed is null ? items : new FrozenList(changed);
        return true;
    }

    private void PlaceIgnored(int first, PathStep step)
    {
        for (var i = first; i < _ignored.Count; i++)
        {
            _ignored[i] = PathStep.ToText("", [step]).TrimStart('.') + (_ignored[i].StartsWith('[') ? "" : ".") + _ignored[i];
        }
    }
}
