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
        var isOpen = node.AdmitsUnknown || (node.Spellings.Count == 0 && place == SchemaPlace.Value);
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

        result = edit.ToObject(ignoresCase: isOpen);
        return true;
    }

    private bool TryLeaveOut(SchemaNode node, string key)
    {
        if (isDirect)
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
            var key = members.KeySpan[i];
            if (node.Properties.TryGetValue(key, out var schema) || (schema = node.Additional) is not null)
            {
                if (!TryApplyMember(schema, key, members.ValueSpan[i], ref edit, i))
                {
                    return false;
                }
            }
            else if (node.AllowsAdditional == false)
            {
                if (!TryLeaveOut(node, key))
                {
                    return false;
                }

                edit.Remove(i);
            }
        }

        if (!onlyChecks)
        {
            AddDefaults(node, members, ref edit);
        }

        var complete = edit.ToObject(members.IgnoresCase);
        result = complete;
        return HasRequired(node, complete);
    }

    private bool TryApplyMember(SchemaNode schema, string key, object? value, ref MemberEdit edit, int index)
    {
        var ignored = _ignored.Count;
        if (!TryApply(schema, value, SchemaPlace.Value, out var fitting))
        {
            return Trace.In(key);
        }

        if (_ignored.Count > ignored)
        {
            PlaceIgnored(ignored, new PathStep(key, 0));
        }

        edit.Set(index, fitting);
        return true;
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

    private bool HasRequired(SchemaNode node, FrozenObject members)
    {
        foreach (var name in node.Required)
        {
            if (!members.ContainsKey(name))
            {
                var types = node.Properties.TryGetValue(name, out var schema) ? schema.EffectiveTypes : JsonTypes.Any;
                Trace.Fail(CallProblemKind.MissingArgument, types == JsonTypes.Any ? "is missing: add it" : $"is missing: add it ({types.ToNames()})");
                return Trace.In(name);
            }
        }

        return true;
    }
}
