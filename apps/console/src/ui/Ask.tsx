import { App, Form, Modal } from 'antd';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Alert } from 'antd';
import { useText } from '../i18n/context.tsx';
import { useProblemText } from './Problem.tsx';
import { Prose } from './Prose.tsx';

/**
 * A question with a form: what will happen, the fields, and the API's refusal in place when it says no. The form stays
 * open until the action is done, so that nothing typed is lost.
 */
export function Ask<Fields extends object, Reply>({
  title,
  help,
  open,
  submit,
  danger,
  wide = false,
  initial,
  children,
  act,
  onDone,
  onClose,
}: {
  title: string;
  help: ReactNode;
  open: boolean;
  submit: string;
  danger?: boolean;
  /** For a form of many fields: room for two side by side. */
  wide?: boolean;
  initial?: Partial<Fields>;
  children: ReactNode;
  act: (fields: Fields) => Promise<Reply>;
  onDone: (reply: Reply) => void;
  onClose: () => void;
}) {
  const { t } = useText();
  const { message } = App.useApp();
  const text = useProblemText();
  const [form] = Form.useForm<Fields>();
  const action = useMutation({
    mutationFn: act,
    onSuccess: (reply) => {
      void message.success(t.common.done);
      onDone(reply);
      onClose();
    },
  });
  return (
    <Modal
      open={open}
      title={title}
      width={wide ? 760 : 520}
      okText={submit}
      cancelText={t.common.cancel}
      okButtonProps={{ danger: danger ?? false, loading: action.isPending }}
      onOk={() => form.submit()}
      onCancel={onClose}
      afterClose={() => {
        action.reset();
        form.resetFields();
      }}
      destroyOnHidden
    >
      <div className="muted" style={{ marginBottom: 12 }}>
        {help}
      </div>
      {action.isError ? (
        <Alert
          type="error"
          showIcon
          role="alert"
          title={<Prose text={text(action.error)} />}
          style={{ marginBottom: 12 }}
        />
      ) : null}
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        // On a phone what is missing of a long form is far above the button that was pressed.
        scrollToFirstError={{ block: 'center', focus: true }}
        {...(initial === undefined ? {} : { initialValues: initial })}
        onFinish={(fields) => action.mutate(fields)}
      >
        {children}
      </Form>
    </Modal>
  );
}
