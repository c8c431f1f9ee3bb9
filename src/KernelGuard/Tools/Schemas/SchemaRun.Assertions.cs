using KernelGuard.Calls;

namespace KernelGuard.Tools.Schemas;

/// <content>What is asked of a value that has its spelling, defaults and types. Questions change nothing.</content>
internal sealed partial class SchemaRun
{
    private bool Holds(SchemaNode node, object? value)
    {
        var asks = _asks;
        _asks = true;
        var holds = TryApply(node, value, SchemaPlace.Form, out _);
        _asks = asks;
        return holds;
    }

    private bool TryApplyConditions(SchemaNode node, object? value, out object? result)
    {
        result = value;
        foreach (var each in node.Late)
        {
            var branch = each.If is null ? null : Holds(each.If, result) ? each.Then : each.Else;
            if (branch is not null && !TryApply(branch, result, SchemaPlace.Form, out result))
            {
                return false;
            }

            foreach (var (name, dependent) in each.DependentSchemas)
            {
                if (result is FrozenObject members && members.ContainsKey(name) && !TryApply(dependent, result, SchemaPlace.Form, out result))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private bool Asserts(SchemaNode node, object? value)
    {
        foreach (var each in node.Late)
        {
            if (!AssertsOwn(each, value))
            {
                return false;
            }
        }

        return true;
    }

    private bool AssertsOwn(SchemaNode node, object? value)
    {
        var fits = value switch
        {
            FrozenObject members => HasRequired(node, members) && HasNames(node, members) && HasKnownMembers(node, members),
            FrozenList items => HasContained(node, items) && HasKnownItems(node, items),
            _ => true,
        };
        if (!fits)
        {
            return false;
        }

        return SchemaChecks.Find(node, value) is { } finding
            ? Trace.Fail(CallProblemKind.InvalidArgument, finding)
            : node.Not is null
                || !Holds(node.Not, value)
                || Trace.Fail(CallProblemKind.InvalidArgument, "has a form that the tool excludes: send something else");
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

        foreach (var (name, others) in node.DependentRequired)
        {
            if (members.ContainsKey(name) && others.Find(other => !members.ContainsKey(other)) is { } missing)
            {
                Trace.Fail(CallProblemKind.MissingArgument, $"is missing beside {QuotedText.Quote(name)}: add it");
                return Trace.In(missing);
            }
        }

        return true;
    }

    private bool HasNames(SchemaNode node, FrozenObject members)
    {
        for (var i = 0; node.PropertyNames is not null && i < members.Count; i++)
        {
            if (!Holds(node.PropertyNames, members.KeySpan[i]))
            {
                Trace.Fail(CallProblemKind.InvalidArgument, "has a name that the tool does not take: send another name");
                return Trace.In(members.KeySpan[i]);
            }
        }

        return true;
    }

    private bool HasContained(SchemaNode node, FrozenList items)
    {
        if (node.Contains is not { } schema)
        {
            return true;
        }

        var found = items.Count(item => Holds(schema, item));
        return node.ContainsCount.Contains(found)
            || Trace.Fail(CallProblemKind.InvalidArgument, $"has {found} elements of the form that is counted: send {node.ContainsCount}");
    }
}
