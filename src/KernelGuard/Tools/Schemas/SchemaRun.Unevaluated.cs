using KernelGuard.Calls;

namespace KernelGuard.Tools.Schemas;

/// <content>Members and elements that no other keyword looked at, the schemas that apply in place included.</content>
internal sealed partial class SchemaRun
{
    private bool HasKnownMembers(SchemaNode node, FrozenObject members)
    {
        for (var i = 0; node.UnevaluatedMembers is not null && i < members.Count; i++)
        {
            if (!Evaluates(node, members, i, isPart: false) && !Holds(node.UnevaluatedMembers, members.ValueSpan[i]))
            {
                Trace.Fail(CallProblemKind.InvalidArgument, "does not belong here: leave it out");
                return Trace.In(members.KeySpan[i]);
            }
        }

        return true;
    }

    private bool HasKnownItems(SchemaNode node, FrozenList items)
    {
        for (var i = 0; node.UnevaluatedItems is not null && i < items.Count; i++)
        {
            if (!Evaluates(node, items, i, isPart: false) && !Holds(node.UnevaluatedItems, items[i]))
            {
                Trace.Fail(CallProblemKind.InvalidArgument, "does not belong here: leave it out");
                return Trace.In(i);
            }
        }

        return true;
    }

    // Whether a schema that fits the whole looked at its member or element of that index.
    private bool Evaluates(SchemaNode node, object whole, int index, bool isPart)
    {
        _steps++;
        if (IsExhausted)
        {
            return false;
        }

        var itself = whole switch
        {
            FrozenObject members => EvaluatesMember(node, members.KeySpan[index]) || (isPart && node.UnevaluatedMembers is not null),
            FrozenList items => EvaluatesItem(node, items, index) || (isPart && node.UnevaluatedItems is not null),
            _ => false,
        };
        return itself || Applying(node, whole).Any(part => Evaluates(part, whole, index, isPart: true));
    }

    private bool EvaluatesMember(SchemaNode node, string key) =>
        node.AllowsAdditional is not null || node.Properties.ContainsKey(key) || Array.Exists(node.Patterns, each => Matches(each.Key, key));

    private bool EvaluatesItem(SchemaNode node, FrozenList items, int index) =>
        node.Items is not null || index < node.Prefix.Length || (node.Contains is not null && Holds(node.Contains, items[index]));

    // The schemas in place that fit, of which those under `allOf` do anyway.
    private IEnumerable<SchemaNode> Applying(SchemaNode node, object whole)
    {
        var forms = node.AnyOf.Concat(node.OneOf).Where(part => Holds(part, whole));
        var dependents = node.DependentSchemas.Where(each => whole is FrozenObject members && members.ContainsKey(each.Key)).Select(each => each.Value);
        var holds = node.If is not null && Holds(node.If, whole);
        SchemaNode?[] branches = holds ? [node.If, node.Then] : [node.Else];
        return node.AllOf.Concat(forms).Concat(branches.OfType<SchemaNode>()).Concat(dependents);
    }
}
