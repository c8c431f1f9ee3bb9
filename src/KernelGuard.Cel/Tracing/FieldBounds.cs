namespace KernelGuard.Cel.Tracing;

/// <summary>Puts together what one field would have to be.</summary>
internal static class FieldBounds
{
    /// <summary>The bounds; null where no value meets all of the requirements, or bounds cannot say which.</summary>
    public static CelBounds? Of(string path, IEnumerable<Requirement> requirements)
    {
        var bounds = new CelBounds(path);
        var excluded = new List<CelValue>();
        List<CelValue>? choices = null;
        foreach (var requirement in requirements)
        {
            switch (requirement)
            {
                case Requirement.Comparison { Relation: Relation.NotEqual } comparison:
                    excluded.Add(comparison.Constant);
                    break;
                case Requirement.Comparison { Relation: Relation.Equal } comparison:
                    choices = Common(choices, [comparison.Constant]);
                    break;
                case Requirement.Choice choice:
                    choices = Common(choices, choice.Constants);
                    break;
                case Requirement.Comparison comparison:
                    bounds = Narrow(bounds, comparison);
                    break;
            }
        }

        return choices is null ? WithoutExcluded(bounds, excluded) : Choose(bounds, choices, excluded);
    }

    private static List<CelValue> Common(List<CelValue>? known, IEnumerable<CelValue> values) =>
        [.. values.Where(value => known is null || known.Contains(value)).Distinct()];

    private static CelBounds Narrow(CelBounds bounds, Requirement.Comparison comparison)
    {
        var (constant, isExclusive) = (comparison.Constant, comparison.Relation is Relation.Less or Relation.Greater);
        if (comparison.Relation is Relation.Less or Relation.LessEqual)
        {
            return bounds.Max is not { } max || CelBounds.IsInOrder(constant, max, strictly: !isExclusive || bounds.IsMaxExclusive)
                ? bounds with { Max = constant, IsMaxExclusive = isExclusive }
                : bounds;
        }

        return bounds.Min is not { } min || CelBounds.IsInOrder(min, constant, strictly: !isExclusive || bounds.IsMinExclusive)
            ? bounds with { Min = constant, IsMinExclusive = isExclusive }
            : bounds;
    }

    private static CelBounds? Choose(CelBounds bounds, List<CelValue> choices, List<CelValue> excluded)
    {
        var left = choices.Where(value => bounds.Contains(value) && !excluded.Contains(value)).ToList();
        return left.Count == 0 ? null : new CelBounds(bounds.Path) { OneOf = left };
    }

    private static CelBounds? WithoutExcluded(CelBounds bounds, List<CelValue> excluded)
    {
        foreach (var value in excluded)
        {
            bounds = bounds with
            {
                IsMinExclusive = bounds.IsMinExclusive || bounds.Min == value,
                IsMaxExclusive = bounds.IsMaxExclusive || bounds.Max == value,
            };
        }

        var isOpen = bounds is { Min: null, Max: null };
        var isEmpty = bounds is { Min: { } min, Max: { } max } && !CelBounds.IsInOrder(min, max, bounds.IsMinExclusive || bounds.IsMaxExclusive);
        return isOpen || isEmpty || excluded.Exists(value => value.Kind is CelKind.Int or CelKind.Double && bounds.Contains(value)) ? null : bounds;
    }
}
