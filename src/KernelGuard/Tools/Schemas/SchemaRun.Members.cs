using System.Text.RegularExpressions;
using KernelGuard.Calls;
using KernelGuard.Calls.Freezing;

namespace KernelGuard.Tools.Schemas;

internal sealed partial class SchemaRun
{
    // Keys take the declared spelling before any part sees them; what nobody declared is refused, left out, or looked up ignoring case.
    private bool TrySpell(SchemaNode node, FrozenObject members, SchemaPlace place, out object? result)
    {
        result = members;
        var edit = new MemberEdit(members);
        var isOpen = node.AdmitsUnknown || (node.Spellings.Count == 0 && (place == SchemaPlace.Value || node.IsMap));
        var isPatterned = false;
        for (var i = 0; i < members.Count; i++)
        {
            var key = members.KeySpan[i];
            if (node.Properties.ContainsKey(key))
            {
                continue;
            }

            if (node.Spellings.TryGetValue(key, out var declared))
            {
                edit.Rename(i, declared);
            }
            else if (Array.Exists(node.KeyPatterns, pattern => Matches(pattern, key)))
            {
                isPatterned = true;
            }
            else if (isOpen)
            {
                edit.Set(i, LooseObjects.Of(members.ValueSpan[i]));
            }
            else if (!TryLeaveOut(node, key))
            {
                return false;
            }
            else
            {
                edit.Remove(i);
            }
        }

        result = edit.ToObject(ignoresCase: isOpen || isPatterned);
        return true;
    }

    private bool TryLeaveOut(SchemaNode node, string key)
    {
        if (isDirect && !_asks)
        {
            _ignored.Add(key);
            return true;
        }

        var nearest = NearestNames.Of(key, node.Spellings.Values);
        Trace.Fail(
            CallProblemKind.UnknownArgument,
            $"is unknown to the tool: {(nearest.Count == 0 ? "leave it out" : $"leave it out, or send {NearestNames.ToText(nearest)}")}");
        return Trace.In(key);
    }

    private bool TryApplyMembers(SchemaNode node, FrozenObject members, out object? result)
    {
        result = members;
        var edit = new MemberEdit(members);
        _valueDepth++;
        for (var i = 0; i < members.Count; i++)
        {
            if (!TryApplyMember(node, members.KeySpan[i], members.ValueSpan[i], ref edit, i))
            {
                return false;
            }
        }

        if (!_asks)
        {
            AddDefaults(node, members, ref edit);
        }

        result = edit.ToObject(members.IgnoresCase);
        return true;
    }

    private bool TryApplyMember(SchemaNode node, string key, object? value, ref MemberEdit edit, int index)
    {
        var isKnown = node.Properties.TryGetValue(key, out var schema);
        if (isKnown && !TryApplyTo(key, schema!, ref value))
        {
            return false;
        }

        foreach (var (pattern, patterned) in node.Patterns)
        {
            if (Matches(pattern, key))
            {
                isKnown = true;
                if (!TryApplyTo(key, patterned, ref value))
                {
                    return false;
                }
            }
        }

        if (!isKnown && node.AllowsAdditional == false)
        {
            edit.Remove(index);
            return TryLeaveOut(node, key);
        }

        if (!isKnown && node.Additional is not null && !TryApplyTo(key, node.Additional, ref value))
        {
            return false;
        }

        edit.Set(index, value);
        return true;
    }

    private bool TryApplyTo(string key, SchemaNode schema, ref object? value)
    {
        var ignored = _ignored.Count;
        if (!TryApply(schema, value, SchemaPlace.Value, out value))
        {
            return Trace.In(key);
        }

        if (_ignored.Count > ignored)
        {
            PlaceIgnored(ignored, new PathStep(key, 0));
        }

        return true;
    }

    // Each match costs steps, so that many keys against many patterns end like anything else that takes too long.
    private bool Matches(Regex pattern, string key)
    {
        _steps += 1 + (key.Length / 16);
        return !IsExhausted && pattern.IsMatch(key);
    }

    private static void AddDefaults(SchemaNode node, FrozenObject members, ref MemberEdit edit)
    {
        foreach (var (name, schema) in node.Properties)
        {
            if (schema.HasDefault && !members.ContainsKey(name))
            {
                edit.Add(name, schema.Default);
            }
        }
    }
}
