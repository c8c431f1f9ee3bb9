using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KernelGuard.Calls.Freezing;

/// <summary>
/// Copies JSON-like .NET values into frozen ones. Whatever it is given, it ends with a value or a problem: cycles, depth, size, endless or
/// throwing collections, text and numbers that JSON cannot carry.
/// </summary>
/// <remarks>
/// A value that is no JSON becomes an <see cref="OpaqueValue"/>. So does a whole collection that holds one, unless it is one of
/// <c>object</c>: a typed collection (a chat history, say) must reach its tool as what it is. It recurses no deeper than <see cref="CallLimits.MaxDepth"/>.
/// </remarks>
internal sealed class ValueFreezer
{
    private readonly FreezeProgress _progress;
    private readonly bool _readsSequences;
    private OpenCollections _open;

    private ValueFreezer(FreezeProgress progress, bool readsSequences)
    {
        _progress = progress;
        _readsSequences = readsSequences;
    }

    /// <summary>Freezes a dictionary; null counts as empty.</summary>
    /// <param name="values">The values.</param>
    /// <param name="root">The name of the whole in paths, such as <c>args</c>.</param>
    /// <param name="limits">How deep and large they may be.</param>
    /// <param name="ignoresCase">Whether look-up in the result ignores the case of keys.</param>
    /// <param name="readsSequences">Whether what can perhaps be read only once is read too; if not, it is opaque.</param>
    public static FreezeResult Freeze(
        IReadOnlyDictionary<string, object?>? values, string root, CallLimits limits, bool ignoresCase, bool readsSequences = true)
    {
        if (values is null)
        {
            return new FreezeResult(FrozenObject.Empty, 0, null);
        }

        var progress = new FreezeProgress(limits, ignoresCase);
        var read = new ValueFreezer(progress, readsSequences).TryFreeze(values, depth: 1, out var frozen);
        return progress.ToResult(read, frozen, root);
    }

    private bool TryFreeze(object? value, int depth, out object? frozen)
    {
        frozen = value;
        if (!_progress.TryCharge(FreezeProgress.CharsPerValue))
        {
            return false;
        }

        switch (value)
        {
            case null or bool or OpaqueValue:
                return true;
            case string text:
                return _progress.TryText(text);
            case int number:
                frozen = (long)number;
                return true;
            case long number:
                return _progress.TryNumber((Int128)number, out frozen);
            case double number:
                return _progress.TryNumber(number, out frozen);
            case float or Half:
                return _progress.TryNumber(value is float single ? single : (double)(Half)value, out frozen);
            case decimal number:
                return _progress.TryNumber(number, out frozen);
            default:
                return TryFreezeOther(value, depth, out frozen);
        }
    }

    private bool TryFreezeOther(object value, int depth, out object? frozen)
    {
        if (value is not Dictionary<string, object?>)
        {
            if (ScalarText.IntegerOf(value) is { } integer)
            {
                return _progress.TryNumber(integer, out frozen);
            }

            if (ScalarText.Of(value) is { } text)
            {
                frozen = text;
                return _progress.TryText(text);
            }
        }

        try
        {
            return TryFreezeForeign(value, depth, out frozen);
        }
#pragma warning disable CA1031 // a collection written by anyone may throw anything, and no call may end the guard
        catch (Exception e)
#pragma warning restore CA1031
        {
            frozen = null;
            return RefuseThrowing(value, e);
        }
    }

    private bool RefuseThrowing(object value, Exception e) => (value, e) switch
    {
        (JsonElement, ObjectDisposedException) => _progress.Trace.Fail(CallProblemKind.MalformedArguments, "belongs to a disposed document"),
        (JsonElement, InvalidOperationException) => _progress.Trace.Fail(
            CallProblemKind.InvalidText, "holds text with half of a surrogate pair: send well-formed Unicode text"),
        (JsonObject, ArgumentException) => _progress.Trace.Fail(CallProblemKind.DuplicateKey, "holds a key twice: send each key once"),
        _ => _progress.Trace.Fail(CallProblemKind.MalformedArguments, "could not be read: its collection failed while it was copied"),
    };

    private bool TryFreezeForeign(object value, int depth, out object? frozen)
    {
        switch (value)
        {
            case JsonElement element:
                return TryFreezeElement(element, depth, out frozen);
            case JsonDocument document:
                return TryFreezeElement(document.RootElement, depth, out frozen);
            case JsonValue node when node.TryGetValue<object>(out var inner) && inner is not JsonNode:
                return TryFreeze(inner, depth, out frozen);
            case IEnumerable and not byte[] when _readsSequences || ForeignMembers.AreHeld(value):
                return TryFreezeCollection(value, depth, out frozen);
            default:
                frozen = new OpaqueValue(value);
                return true;
        }
    }

    private bool TryFreezeElement(JsonElement element, int depth, out object? frozen)
    {
        frozen = null;
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                return _progress.TryEnter(depth) && TryFreezeMembers(ForeignMembers.Of(element), 0, depth, out frozen);
            case JsonValueKind.Array:
                return _progress.TryEnter(depth) && TryFreezeItems(element.EnumerateArray(), element.GetArrayLength(), depth, out frozen);
            case JsonValueKind.String:
                var text = element.GetString()!;
                frozen = text;
                return _progress.TryText(text);
            case JsonValueKind.Number:
                return JsonArgumentsReader.TryNumber(_progress, element.TryGetInt64(out var integer) ? integer : null, element.GetDouble(), out frozen);
            case JsonValueKind.True or JsonValueKind.False:
                frozen = element.ValueKind == JsonValueKind.True;
                return true;
            case JsonValueKind.Null:
                return true;
            default:
                return _progress.Trace.Fail(CallProblemKind.MalformedArguments, "holds no JSON value");
        }
    }

    private bool TryFreezeCollection(object value, int depth, out object? frozen)
    {
        frozen = null;
        if (_open.Contains(value))
        {
            return _progress.Trace.Fail(CallProblemKind.CyclicArguments, "contains itself: send plain values");
        }

        if (!_progress.TryEnter(depth))
        {
            return false;
        }

        _open.Push(value);
        var read = value is Dictionary<string, object?> dictionary
            ? TryFreezeDictionary(dictionary, depth, out frozen)
            : TryFreezeForeignCollection(value, depth, out frozen);
        _open.Pop();
        return read;
    }

    private bool TryFreezeForeignCollection(object value, int depth, out object? frozen)
    {
        var read = ForeignMembers.TryGet(value, out var members, out var count)
            ? TryFreezeMembers(members, count, depth, out frozen)
            : TryFreezeItems((IEnumerable)value, (value as ICollection)?.Count ?? 0, depth, out frozen);
        if (read && ForeignMembers.IsOpaque(value, frozen))
        {
            frozen = new OpaqueValue(value);
        }

        return read;
    }

    // The usual case, without the allocation and the indirect calls of an enumerator behind an interface.
    private bool TryFreezeDictionary(Dictionary<string, object?> dictionary, int depth, out object? frozen)
    {
        frozen = null;
        var buffer = new MemberBuffer(dictionary.Count);
        foreach (var (key, value) in dictionary)
        {
            if (!TryAddMember(ref buffer, key, value, depth))
            {
                return false;
            }
        }

        return buffer.TryBuild(_progress, out frozen);
    }

    private bool TryFreezeMembers(IEnumerable<KeyValuePair<string, object?>> members, int count, int depth, out object? frozen)
    {
        frozen = null;
        var buffer = new MemberBuffer(count);
        foreach (var (key, value) in members)
        {
            if (!TryAddMember(ref buffer, key, value, depth))
            {
                return false;
            }
        }

        return buffer.TryBuild(_progress, out frozen);
    }

    private bool TryAddMember(ref MemberBuffer buffer, string key, object? value, int depth)
    {
        if (!_progress.TryKey(key))
        {
            return false;
        }

        if (!TryFreeze(value, depth + 1, out var member))
        {
            return _progress.Trace.In(key);
        }

        buffer.Add(key, member);
        return true;
    }

    private bool TryFreezeItems(IEnumerable items, int count, int depth, out object? frozen)
    {
        frozen = null;
        var list = new List<object?>(Math.Clamp(count, 0, 256));
        foreach (var value in items)
        {
            if (!TryFreeze(value, depth + 1, out var item))
            {
                return _progress.Trace.In(list.Count);
            }

            list.Add(item);
        }

        frozen = list.Count == 0 ? FrozenList.Empty : new FrozenList([.. list]);
        return true;
    }
}
