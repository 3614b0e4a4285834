/** Which model a product of the platform is. */
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import Button from "antd/es/button";
import Input from "antd/es/input";
import { useWords } from "../../i18n/language.tsx";
import { Panel } from "../../parts/panel.tsx";
import type { ProductRow } from "./connector-draft.ts";
import { ModelSelect } from "./model-select.tsx";
import { platformWords } from "./words.ts";

type Props = { products: readonly ProductRow[]; isTried: boolean; put(products: ProductRow[]): void };

export function ProductsField({ products, isTried, put }: Props) {
  const { form } = useWords(platformWords);
  const change = (at: number, next: Partial<ProductRow>) =>
    put(products.map((one, index) => (index === at ? { ...one, ...next } : one)));
  return (
    <Panel title={form.products}>
      <p className="dim platform-gap">{form.productsHint}</p>
      {products.map(({ product, model }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place while it is written
        <div key={index} className="platform-product">
          <Input
            aria-label={`${form.product} ${index + 1}`}
            placeholder={form.productNone}
            maxLength={200}
            value={product}
            onChange={({ target }) => change(index, { product: target.value })}
          />
          <ModelSelect
            label={`${form.model} ${index + 1}`}
            value={model}
            isWrong={isTried && model === ""}
            choose={(next) => change(index, { model: next })}
          />
          <Button
            type="text"
            icon={<DeleteOutlined aria-hidden />}
            aria-label={`${form.remove} ${product || index + 1}`}
            onClick={() => put(products.filter((_, at) => at !== index))}
          />
          {isTried && model === "" && (
            <p role="alert" className="field-problem platform-product-problem">
              {form.productNeeded}
            </p>
          )}
        </div>
      ))}
      <Button icon={<PlusOutlined aria-hidden />} onClick={() => put([...products, { product: "", model: "" }])}>
        {form.addProduct}
      </Button>
    </Panel>
  );
}
