using KernelGuard.Cel.Library;
using KernelGuard.Cel.Syntax;

namespace KernelGuard.Cel.Checking;

/// <summary>
/// Finds what a name stands for: the variables of comprehensions first, then the container from the inside out, then the root.
/// </summary>
internal sealed class NameResolver(CelEnvironment environment)
{
    private readonly List<(string Name, LocalReference Reference)> _locals = [];

    public void Push(string name, CelType type) => _locals.Add((name, new LocalReference(_locals.Count, type)));

    public void Pop(int count) => _locals.RemoveRange(_locals.Count - count, count);

    /// <summary>Finds what a name, or a chain of selections taken as one name, stands for.</summary>
    public NameReference? Resolve(Expr expr)
    {
        if (expr is IdentExpr { IsAbsolute: false } ident && FindLocal(ident.Name) is { } local)
        {
            return local;
        }

        return QualifiedName(expr) is { } name ? ResolveGlobal(name) : null;
    }

    /// <summary>Finds a function; a receiver that is a chain of names may be a part of its name.</summary>
    public CelFunction? ResolveFunction(CallExpr call, out bool hasReceiver)
    {
        hasReceiver = call.Target is not null;
        if (call.Target is null)
        {
            return FirstOf(call.Function, environment.FindFunction);
        }

        if (QualifiedName(call.Target) is { } prefix && FirstOf($"{prefix}.{call.Function}", environment.FindFunction) is { } qualified)
        {
            hasReceiver = false;
            return qualified;
        }

        return environment.FindFunction(call.Function);
    }

    public IEnumerable<string> VisibleNames() => _locals.Select(local => local.Name).Concat(environment.VariableNames());

    private LocalReference? FindLocal(string name)
    {
        for (var i = _locals.Count - 1; i >= 0; i--)
        {
            if (_locals[i].Name == name)
            {
                return _locals[i].Reference;
            }
        }

        return null;
    }

    // A chain that starts at a variable of a comprehension is never one name.
    private string? QualifiedName(Expr expr) => expr switch
    {
        IdentExpr { IsAbsolute: true } ident => "." + ident.Name,
        IdentExpr ident => FindLocal(ident.Name) is null ? ident.Name : null,
        SelectExpr { IsTest: false, IsQuoted: false } select when QualifiedName(select.Operand) is { } prefix => $"{prefix}.{select.Field}",
        _ => null,
    };

    private NameReference? ResolveGlobal(string name) => FirstOf<NameReference>(
        name,
        candidate => environment.FindVariable(candidate) is { } variable ? new VariableReference(variable) : TypeNames.Find(candidate, environment.Extensions));

    private T? FirstOf<T>(string name, Func<string, T?> find)
        where T : class
    {
        if (name.StartsWith('.'))
        {
            return find(name[1..]);
        }

        for (var container = environment.Container; container.Length > 0;)
        {
            if (find($"{container}.{name}") is { } found)
            {
                return found;
            }

            var dot = container.LastIndexOf('.');
            container = dot < 0 ? "" : container[..dot];
        }

        return find(name);
    }
}
