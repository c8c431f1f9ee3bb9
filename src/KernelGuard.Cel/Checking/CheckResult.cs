using KernelGuard.Cel.Syntax;

namespace KernelGuard.Cel.Checking;

/// <summary>What the checker found out about each node of a syntax tree.</summary>
internal sealed class CheckResult(int nodeCount, TypeUnifier unifier)
{
    private readonly CelType?[] _types = new CelType?[nodeCount];
    private readonly NameReference?[] _names = new NameReference?[nodeCount];
    private readonly CallBinding?[] _calls = new CallBinding?[nodeCount];

    public CelType TypeOf(Expr expr) => unifier.Close(_types[expr.Id] ?? CelType.Error);

    public NameReference? NameOf(Expr expr) => _names[expr.Id];

    public CallBinding? CallOf(Expr expr) => _calls[expr.Id];

    public bool IsAssignable(CelType target, CelType source) => unifier.TryAssign(source, target);

    public CelType SetType(Expr expr, CelType type) => _types[expr.Id] = type;

    public CelType SetName(Expr expr, NameReference name)
    {
        _names[expr.Id] = name;
        return SetType(expr, name.Type);
    }

    public void SetCall(Expr expr, CallBinding call) => _calls[expr.Id] = call;
}
