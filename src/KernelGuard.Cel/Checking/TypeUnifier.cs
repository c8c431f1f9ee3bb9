namespace KernelGuard.Cel.Checking;

/// <summary>Finds out type variables by assigning types to each other; <see cref="CelType.Dyn"/> goes both ways.</summary>
internal sealed class TypeUnifier
{
    private readonly List<CelType?> _bindings = [];
    private readonly List<(int Number, CelType? Before)> _trail = [];

    public CelType Fresh()
    {
        _bindings.Add(null);
        return CelType.Variable(_bindings.Count - 1);
    }

    /// <summary>Marks a state for <see cref="Undo"/>.</summary>
    public int Mark() => _trail.Count;

    public void Undo(int mark)
    {
        while (_trail.Count > mark)
        {
            var (number, before) = _trail[^1];
            _bindings[number] = before;
            _trail.RemoveAt(_trail.Count - 1);
        }
    }

    /// <summary>Tries to assign; what was found out on the way stays, also after a failure.</summary>
    public bool TryAssign(CelType source, CelType target)
    {
        if (ReferenceEquals(source, target))
        {
            return true;
        }

        if (target.Kind == CelTypeKind.Variable)
        {
            var assigned = TryBind(target, source, out var wasBound);
            if (assigned || wasBound)
            {
                return assigned;
            }
        }

        if (source.Kind == CelTypeKind.Variable)
        {
            return TryBind(source, target, out _);
        }

        if (IsUnknown(source) || IsUnknown(target))
        {
            return true;
        }

        return source.Kind == target.Kind ? TryAssignSameKind(source, target) : TryAssignAcrossKinds(source, target);
    }

    /// <summary>Gives the more general of two types that can be assigned to each other.</summary>
    public CelType MoreGeneral(CelType first, CelType second) => IsAtLeastAsGeneral(Find(first), Find(second)) ? first : second;

    /// <summary>Replaces the variables that are known.</summary>
    public CelType Resolve(CelType type)
    {
        type = Find(type);
        return type.Parameters.Count == 0 || !type.IsOpen ? type : type.WithParameters([.. type.Parameters.Select(Resolve)]);
    }

    /// <summary>Replaces all variables, those that are not known by <see cref="CelType.Dyn"/>.</summary>
    public CelType Close(CelType type)
    {
        type = Find(type);
        if (type.Kind == CelTypeKind.Variable)
        {
            return CelType.Dyn;
        }

        return type.Parameters.Count == 0 || !type.IsOpen ? type : type.WithParameters([.. type.Parameters.Select(Close)]);
    }

    /// <summary>Follows variables to what they are bound to.</summary>
    public CelType Find(CelType type)
    {
        while (type.Kind == CelTypeKind.Variable && _bindings[type.Number] is { } bound)
        {
            type = bound;
        }

        return type;
    }

    private static bool IsUnknown(CelType type) => type.Kind is CelTypeKind.Dyn or CelTypeKind.Error;

    private bool TryBind(CelType variable, CelType type, out bool wasBound)
    {
        variable = FindLast(variable);
        wasBound = _bindings[variable.Number] is not null;
        if (ReferenceEquals(Find(type), Find(variable)) || Find(type).Equals(Find(variable)))
        {
            return true;
        }

        if (wasBound)
        {
            var known = _bindings[variable.Number]!;
            if (!TryAssign(type, known))
            {
                return false;
            }

            var general = MoreGeneral(type, known);
            if (!ReferenceEquals(general, known) && !Occurs(variable, general))
            {
                Bind(variable, general);
            }

            return true;
        }

        if (Occurs(variable, type))
        {
            return false;
        }

        Bind(variable, type);
        return true;
    }

    // The last variable of a chain carries the binding, so that all variables of the chain see it become more general.
    private CelType FindLast(CelType variable)
    {
        while (_bindings[variable.Number] is { Kind: CelTypeKind.Variable } next)
        {
            variable = next;
        }

        return variable;
    }

    private void Bind(CelType variable, CelType type)
    {
        _trail.Add((variable.Number, _bindings[variable.Number]));
        _bindings[variable.Number] = type;
    }

    private bool Occurs(CelType variable, CelType type)
    {
        if (type.Kind == CelTypeKind.Variable)
        {
            return type.Number == variable.Number || (_bindings[type.Number] is { } bound && Occurs(variable, bound));
        }

        return type.Parameters.Any(parameter => Occurs(variable, parameter));
    }

    private bool TryAssignSameKind(CelType source, CelType target)
    {
        var isNamed = source.Kind is CelTypeKind.Object or CelTypeKind.Opaque;
        if (source.Parameters.Count != target.Parameters.Count || (isNamed && source.Name != target.Name))
        {
            return false;
        }

        for (var i = 0; i < source.Parameters.Count; i++)
        {
            // The value of a type says nothing about the type's own parameters: `type(1) == type('a')` is a fair question.
            if (source.Kind != CelTypeKind.Type && !TryAssign(source.Parameters[i], target.Parameters[i]))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryAssignAcrossKinds(CelType source, CelType target) => (source.Kind, target.Kind) switch
    {
        (CelTypeKind.Null, CelTypeKind.Nullable or CelTypeKind.Timestamp or CelTypeKind.Duration or CelTypeKind.Opaque) => true,
        (CelTypeKind.Nullable or CelTypeKind.Timestamp or CelTypeKind.Duration or CelTypeKind.Opaque, CelTypeKind.Null) => true,
        (CelTypeKind.Nullable, _) => TryAssign(source.Parameters[0], target),
        (_, CelTypeKind.Nullable) => TryAssign(source, target.Parameters[0]),
        (CelTypeKind.Object, CelTypeKind.Map) =>
            TryAssign(CelType.String, target.Parameters[0]) && TryAssign(CelType.Dyn, target.Parameters[1]),
        (CelTypeKind.Map, CelTypeKind.Object) => TryAssign(source.Parameters[0], CelType.String),
        _ => false,
    };

    private bool IsAtLeastAsGeneral(CelType first, CelType second)
    {
        if (first.Kind is CelTypeKind.Dyn or CelTypeKind.Error or CelTypeKind.Variable)
        {
            return true;
        }

        if (second.Kind is CelTypeKind.Dyn or CelTypeKind.Error or CelTypeKind.Variable)
        {
            return false;
        }

        if (first.Kind != second.Kind)
        {
            return first.Kind == CelTypeKind.Nullable || second.Kind == CelTypeKind.Null;
        }

        for (var i = 0; i < first.Parameters.Count; i++)
        {
            if (!IsAtLeastAsGeneral(Find(first.Parameters[i]), Find(second.Parameters[i])))
            {
                return false;
            }
        }

        return true;
    }
}
