namespace KernelGuard.Cel.Checking;

/// <summary>What a name stands for.</summary>
internal abstract record NameReference(CelType Type);

/// <summary>The variable of a comprehension or a binding; the index counts the variables around it.</summary>
internal sealed record LocalReference(int Index, CelType Type) : NameReference(Type);

internal sealed record VariableReference(VariableDeclaration Declaration) : NameReference(Declaration.Type);

/// <summary>A name that stands for a value, such as that of a type.</summary>
internal sealed record ConstantReference(CelValue Value, CelType Type) : NameReference(Type);
