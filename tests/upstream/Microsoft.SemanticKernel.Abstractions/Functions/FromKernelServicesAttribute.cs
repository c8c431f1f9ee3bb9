namespace Microsoft.SemanticKernel;

[AttributeUsage(AttributeTargets.Parameter)]
public sealed class FromKernelServicesAttribute : Attribute
{
    public FromKernelServicesAttribute()
    {
    }

    public FromKernelServicesAttribute(object serviceKey)
    {
        ServiceKey = serviceKey;
    }

    public object? ServiceKey { get; }
}
